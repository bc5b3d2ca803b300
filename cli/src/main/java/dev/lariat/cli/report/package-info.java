/**
 * A study's run directory for a reader: as text, and as one page with figures. A section is a class that turns the
 * run's files into a finding, figures and tables; {@link dev.lariat.cli.report.ReportPage} puts them together.
 */
package dev.lariat.cli.report;
