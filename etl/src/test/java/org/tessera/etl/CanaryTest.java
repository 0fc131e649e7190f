package org.tessera.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tessera.etl.TestNode.diagnoses;
import static org.tessera.etl.TestNode.patients;
import static org.tessera.etl.TestNode.tab;
import static org.tessera.etl.TestNode.workbook;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Plants identities wherever a person may write one and looks for them everywhere but in the
/// identified zone.
class CanaryTest {
  private static final String NUMBER = "004-271828";
  private static final String MISSPELT = "004-31415926";
  private static final String NAME = "Canaria";
  private static final String BORN = "1943-07-19";
  private static final List<String> CANARIES =
      List.of("271828", "31415926", NAME, BORN, "19.07", "19/07", "07/19", "1943-13");

  @TempDir private Path home;

  private static byte[] planted() {
    return workbook(
        patients(
            NUMBER + ",male,1950," + NAME + " " + NUMBER,
            MISSPELT + ",male,1950,",
            "004-000002," + NUMBER + ",1950,",
            NUMBER + ",female,1951,"),
        diagnoses(
            NUMBER + ",1,2020-01-02,12.5,,,,see " + NUMBER,
            NUMBER + ",2," + NUMBER + ",,,,,",
            NUMBER + ",3,2020-01-02,,,,1.2." + "271828" + ",",
            " 004\u2013271828 ,4,2020-01-02,,9,1,,"),
        tab(NAME + " 271828", "x", "y"));
  }

  /// Dates of birth: accepted, contradicted by a rule, written in ways the study does not read, and
  /// in a row that is rejected.
  private static byte[] born() {
    return workbook(
        tab(
            "Patient",
            "patient_number,gender,year_of_birth,date_of_birth",
            "004-000011,male,1943," + BORN,
            "004-000012,male,1950," + BORN,
            "004-000013,male,,19.07.1943",
            "004-000014,male,,19/07/1943 or 1944",
            "004-000015,,," + BORN,
            "004-000016,male,,1943-13-07"));
  }

  @Test
  void a_planted_identity_is_nowhere_outside_the_identified_zone() throws IOException {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level level = root.getLevel();
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    root.setLevel(Level.INFO);
    root.addAppender(lines);
    try (var node = new TestNode(home)) {
      node.ingest.run(node.receive("tiny", NAME + "-" + NUMBER + ".xlsx", planted()));
      node.ingest.run(node.receive("tiny", BORN + ".xlsx", born()));
      node.receive(NAME + NUMBER, NUMBER + ".xlsx", planted());
      node.ingest.run(
          node.receive(
              "tiny", NUMBER + ".csv", ("%PDF-1.4 " + NUMBER).getBytes(StandardCharsets.UTF_8)));
      assertThat(node.count("select count(*) from etl.row")).isEqualTo(9);
      assertThat(node.bornOf("004-000011")).containsExactly("\"" + BORN + "\"");
      assertThat(node.bornOf("004-000012")).hasSize(1);
      assertThat(node.resources().values()).anyMatch(json -> json.contains("\"1943\""));
      assertThat(node.count("select count(*) from etl.rejection where rule = 'born-when-said'"))
          .isEqualTo(1);
      assertThat(node.pseudonymizer.find("i", "tiny", NUMBER)).isPresent();
      for (String table : tables(node)) {
        assertClean(
            "table " + table, node.sql.fetch("select t::text from " + table + " t").toString());
      }
      node.resources().forEach((reference, content) -> assertClean(reference, content));
      assertNames();
    } finally {
      root.detachAppender(lines);
      root.setLevel(level);
    }
    assertThat(lines.list).isNotEmpty();
    lines.list.stream()
        .filter(line -> !line.getLoggerName().startsWith("org.postgresql"))
        .forEach(line -> assertClean("log of " + line.getLoggerName(), text(line)));
  }

  private static String text(ILoggingEvent line) {
    var text = new StringBuilder(line.getFormattedMessage());
    for (var t = line.getThrowableProxy(); t != null; t = t.getCause()) {
      text.append(t.getMessage());
    }
    return text.toString();
  }

  private static List<String> tables(TestNode node) {
    List<String> tables = new ArrayList<>();
    node.sql
        .fetch(
            "select table_schema || '.' || table_name from information_schema.tables"
                + " where table_schema in ('etl', 'fhir', 'public')")
        .forEach(r -> tables.add(r.get(0, String.class)));
    assertThat(tables).contains("etl.row", "etl.rejection", "etl.staged", "etl.delivery");
    return tables;
  }

  private void assertNames() throws IOException {
    try (var files = Files.walk(home)) {
      files.forEach(file -> assertClean("file name", home.relativize(file).toString()));
    }
  }

  private static void assertClean(String where, String text) {
    for (String canary : CANARIES) {
      assertThat(text.contains(canary)).as("%s holds %s", where, canary).isFalse();
    }
  }
}
