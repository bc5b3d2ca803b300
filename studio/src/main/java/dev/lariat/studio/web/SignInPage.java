package dev.lariat.studio.web;

/** The only page that is shown without the token: it asks for it, and says nothing else. */
final class SignInPage {
  /** Its address. */
  static final String PATH = "/sign-in";

  private SignInPage() {}

  /** {@return the page, after a wrong token with a line about it} */
  static String of(boolean again) {
    return """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Lariat studio</title>
        <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"></head>
        <body><main><h1>Lariat studio</h1>%s
        <p>Open the address that <code>lariat studio</code> printed, or paste its token here.</p>
        <form method="post" action="/sign-in"><p><label>Token <input name="token" type="password" autocomplete="off" required></label>
        <button>Sign in</button></p></form></main></body></html>
        """.replace("%s", again ? "<p role=\"alert\">That is not the token.</p>" : "");
  }
}
