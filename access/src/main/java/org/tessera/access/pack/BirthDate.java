package org.tessera.access.pack;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;

/// The parts of a date of birth, which move together or each part would contradict the others.
final class BirthDate {
  private final ResultSet row;
  private final DateShift shift;

  BirthDate(ResultSet row, DateShift shift) {
    this.row = row;
    this.shift = shift;
  }

  String part(String column) throws SQLException {
    if (column.equals("birth_datetime")) {
      return shift.move(row.getObject(column, LocalDateTime.class)).toString();
    }
    LocalDate moved = shift.move(assumed());
    return Integer.toString(
        switch (column) {
          case "year_of_birth" -> moved.getYear();
          case "month_of_birth" -> moved.getMonthValue();
          case "day_of_birth" -> moved.getDayOfMonth();
          default -> throw new IllegalArgumentException(column);
        });
  }

  /// The middle of what is known, as for a FHIR date of the same precision.
  private LocalDate assumed() throws SQLException {
    int year = row.getInt("year_of_birth");
    int month = row.getInt("month_of_birth");
    int day = row.getInt("day_of_birth");
    if (month == 0) {
      return LocalDate.of(year, 7, 1);
    }
    try {
      return LocalDate.of(year, month, day == 0 ? 15 : day);
    } catch (DateTimeException e) {
      return LocalDate.of(year, month, 15);
    }
  }
}
