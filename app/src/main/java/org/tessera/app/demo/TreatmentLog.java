package org.tessera.app.demo;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The treatments of one patient, numbered, each after the one before and none after the last day
/// known.
final class TreatmentLog {
  private final Person person;
  private final Course course;
  private final Chance chance;
  private final List<Draft> rows = new ArrayList<>();
  private LocalDate free;

  TreatmentLog(Person person, Course course, Chance chance) {
    this.person = person;
    this.course = course;
    this.chance = chance;
    this.free = person.diagnosed().plusDays(chance.between(10, 35));
  }

  List<Draft> rows() {
    return rows;
  }

  /// The end of the treatment before.
  LocalDate free() {
    return free;
  }

  Draft surgery(String type, String intent) {
    Draft row = add("Surgery", 0, intent);
    row.code("surgery_type", type).date("surgery_date", LocalDate.parse(row.text("start_date")));
    return row.code("margin", chance.weighted("R0:88 R1:9 RX:3"));
  }

  Draft radiotherapy(String site, int fractions, int grayPerFractionTimesTen, String intent) {
    Draft row = add("Radiation therapy", fractions * 7 / 5, intent).code("rt_modality", "Photon");
    row.number("rt_fractions", fractions);
    return row.number("rt_total_dose", (long) fractions * grayPerFractionTimesTen * 10)
        .code("rt_site", site);
  }

  Draft drug(String type, Regimen regimen, String intent) {
    Draft row = add(type, regimen.weeks() * 7, intent).code("drug", regimen.drug());
    row.number("dose", regimen.dose(), 0).code("dose_unit", regimen.unit());
    return row.number("cycles", regimen.cycles()).number("duration_weeks", regimen.weeks());
  }

  /// A treatment without anything more to say of it, such as active surveillance.
  Draft other(String type, int days, String intent) {
    return add(type, days, intent);
  }

  private Draft add(String type, int days, String intent) {
    LocalDate latest = course.lastSeen().minusDays(5);
    LocalDate start = free.isAfter(latest) ? latest : free;
    LocalDate end = start.plusDays(days);
    boolean cutShort = end.isAfter(course.lastSeen());
    LocalDate stop = cutShort ? course.lastSeen() : end;
    Draft row = new Draft("Treatment").key("patient_number", person.number());
    row.key("treatment_no", Integer.toString(rows.size() + 1)).key("diagnosis_no", "1");
    row.code("treatment_type", type);
    row.code("status", cutShort || chance.happens(0.05) ? "stopped" : "completed");
    row.date("start_date", start).date("end_date", stop);
    row.number("duration_days", Math.max(1, ChronoUnit.DAYS.between(start, stop)));
    row.code("intent", intent);
    rows.add(row);
    free = stop.plusDays(chance.between(14, 35));
    return row;
  }

  /// A drug as it is usually given.
  record Regimen(String drug, double dose, String unit, int cycles, int weeks) {}
}
