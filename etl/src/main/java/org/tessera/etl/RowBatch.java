package org.tessera.etl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.DSLContext;

/// Rows on their way into a table, some thousand a statement: the columns travel as arrays, which
/// for one writer is as fast as COPY. They may be written on another thread.
final class RowBatch {
  private static final int ROWS_PER_STATEMENT_MAX = 2_000;

  private final DSLContext sql;
  private final String statement;
  private final List<List<String>> columns;
  private Consumer<Runnable> writing = Runnable::run;

  /// @param columns name and type of each column, such as `delivery bigint`
  RowBatch(DSLContext sql, String table, String... columns) {
    this.sql = sql;
    this.columns = IntStream.range(0, columns.length).mapToObj(i -> newColumn()).toList();
    this.statement = statement(table, List.of(columns));
  }

  /// Lets something else do the writing; what it is told last has to be awaited after [#flush].
  RowBatch through(Consumer<Runnable> writer) {
    writing = writer;
    return this;
  }

  private static List<String> newColumn() {
    return new ArrayList<>();
  }

  private static String statement(String table, List<String> columns) {
    List<String> names = columns.stream().map(c -> c.substring(0, c.indexOf(' '))).toList();
    String values =
        columns.stream()
            .map(c -> c.replaceFirst(" ", "::"))
            .map(cast -> "t." + cast)
            .collect(Collectors.joining(", "));
    String binds = names.stream().map(name -> "?").collect(Collectors.joining(", "));
    String list = String.join(", ", names);
    return "insert into %s (%s) select %s from unnest(%s) as t(%s)"
        .formatted(table, list, values, binds, list);
  }

  void row(Object... values) {
    for (int i = 0; i < values.length; i++) {
      // PostgreSQL's text cannot hold a NUL, and no cell means one.
      columns.get(i).add(values[i].toString().replace('\0', '\ufffd'));
    }
    if (columns.getFirst().size() >= ROWS_PER_STATEMENT_MAX) {
      flush();
    }
  }

  void flush() {
    if (columns.getFirst().isEmpty()) {
      return;
    }
    Object[] arrays = columns.stream().map(column -> column.toArray(String[]::new)).toArray();
    columns.forEach(List::clear);
    writing.accept(() -> sql.execute(statement, arrays));
  }
}
