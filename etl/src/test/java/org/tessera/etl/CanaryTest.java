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
  private static final List<String> CANARIES = List.of("271828", "31415926", NAME);

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
      node.receive(NAME + NUMBER, NUMBER + ".xlsx", planted());
      node.ingest.run(
          node.receive(
              "tiny", NUMBER + ".csv", ("%PDF-1.4 " + NUMBER).getBytes(StandardCharsets.UTF_8)));
      assertThat(node.count("select count(*) from etl.row")).isEqualTo(4);
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
