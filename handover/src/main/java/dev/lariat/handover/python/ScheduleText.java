package dev.lariat.handover.python;

import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.ProgramText;
import dev.lariat.handover.source.TemplateFile;
import dev.lariat.optim.Schedule;

/** A learning rate's schedule in an emitted Python file. */
final class ScheduleText {
  private static final TemplateFile TEMPLATES = TemplateFile.of(ScheduleText.class, "schedule.py");

  private ScheduleText() {}

  /** The factor of the learning rate as a Python function of the steps done. */
  static String of(Schedule schedule) {
    String formula = switch (schedule) {
      case Schedule.Constant _ -> "return 1.0";
      case Schedule.Step(int every, double factor) ->
        "return " + NumberLiteral.of(factor) + " ** (step // STEPS // " + every + ")";
      case Schedule.Exponential(double factor) -> "return " + NumberLiteral.of(factor) + " ** (step / STEPS)";
      case Schedule.Cosine(double warmUp, double floor) -> {
        String cosine = ProgramText.fill(TEMPLATES.part("cosine"), "FLOOR", NumberLiteral.of(floor)).stripTrailing();
        yield "warm_up = round(" + NumberLiteral.of(warmUp) + " * STEPS)\n"
            + (warmUp > 0 ? "    if step < warm_up:\n        return (step + 1) / warm_up\n" : "") + "    " + cosine;
      }
    };
    return "def factor(step):\n    \"\"\"What the learning rate is multiplied with after so many steps.\"\"\"\n    "
        + formula + "\n";
  }
}
