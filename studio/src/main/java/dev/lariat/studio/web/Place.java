package dev.lariat.studio.web;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the server listens: on this machine's own address, which nobody else reaches, unless another one is asked for.
 *
 * @param address may be a wildcard, which is all addresses of the machine
 */
public record Place(InetAddress address) {
  /** {@return 127.0.0.1} */
  public static Place loopback() {
    try {
      return new Place(InetAddress.getByAddress("localhost", new byte[]{127, 0, 0, 1}));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four bytes are an address
    }
  }

  /**
   * A place by the address that the user said.
   *
   * @param literal an IPv4 address in figures: a name would be looked up elsewhere
   * @throws IllegalArgumentException if it is none
   */
  public static Place of(String literal) {
    try {
      return new Place(Inet4Address.ofLiteral(literal));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--address is an IPv4 address of this machine in figures, such as 192.168.0.7, or 0.0.0.0 for all, not '"
              + literal + "'",
          e);
    }
  }

  /** {@return whether this machine alone can reach it} */
  public boolean isLoopback() {
    return address.isLoopbackAddress();
  }

  /** {@return under which names a browser may ask for it: none that somebody else could let point here} */
  Set<String> hosts(int port) {
    Set<String> names = new LinkedHashSet<>(List.of("127.0.0.1", "localhost", "[::1]"));
    if (address.isAnyLocalAddress()) {
      own().forEach(one -> names.add(one.getHostAddress()));
    } else {
      names.add(address.getHostAddress());
    }
    return names.stream().map(name -> name + ":" + port).collect(Collectors.toUnmodifiableSet());
  }

  /** {@return the host of the address that the user is shown} */
  String shown() {
    if (!address.isAnyLocalAddress()) {
      return address.getHostAddress();
    }
    return own().stream()
        .filter(one -> !one.isLoopbackAddress() && !one.isLinkLocalAddress())
        .findFirst()
        .map(InetAddress::getHostAddress)
        .orElse("127.0.0.1");
  }

  private static List<Inet4Address> own() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(Inet4Address.class::isInstance)
          .map(Inet4Address.class::cast)
          .toList();
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }
}
