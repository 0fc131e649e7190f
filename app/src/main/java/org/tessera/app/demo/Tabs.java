package org.tessera.app.demo;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The rows all four cancers share.
final class Tabs {
  private Tabs() {}

  static Draft patient(Person person, Chance chance) {
    double height = chance.normal(person.female() ? 162 : 175, 7, 145, 200);
    double mass = chance.normal(26.5, 4, 17, 42);
    Draft row = new Draft("Patient").key("patient_number", person.number());
    row.code("gender", person.female() ? "female" : "male");
    row.number("age_at_diagnosis", person.age()).number("year_of_birth", person.born().getYear());
    row.date("date_of_birth", person.born());
    row.code("ethnicity", chance.happens(0.9) ? "1" : null).code("population", "Cancer");
    row.number("height", height, 0).number("weight", mass * height * height / 10_000, 1);
    row.number("bmi", mass, 1);
    row.text(
        "medical_history",
        chance.happens(0.3) ? chance.of("I10", "E11.9", "N39.8", "J44.9", "I25.1") : null);
    row.date("baseline_date", person.diagnosed());
    return row.text("country", person.country()).text("data_provider", person.provider());
  }

  /// The primary tumour: found by imaging first, confirmed within three weeks.
  static Draft diagnosis(Person person, Chance chance) {
    Draft row =
        new Draft("Diagnosis").key("patient_number", person.number()).key("diagnosis_no", "1");
    row.date("date_radiology_detection", person.diagnosed().minusDays(chance.between(3, 21)));
    row.date("date_pathology_confirmation", person.diagnosed());
    return row.code("basis_of_diagnosis", "Histology of a primary tumour");
  }

  static Draft imaging(Person person, int number, LocalDate date, Chance chance) {
    String digits = person.number().replace("-", "") + number + chance.between(100_000, 999_999);
    Draft row = new Draft("Imaging").key("patient_number", person.number());
    row.key("study_instance_uid", "2.25.1" + digits);
    row.code("timepoint", number == 1 ? "Baseline" : "Follow-up").date("acquisition_date", date);
    return row.text(
        "manufacturer", chance.of("SIEMENS", "GE MEDICAL SYSTEMS", "Philips", "CANON_MEC"));
  }

  /// One to three visits: half a year on, at the relapse, and the last day anything is known of.
  static List<Draft> followUps(Person person, Course course, Chance chance) {
    List<Draft> visits = new ArrayList<>();
    LocalDate early = course.diagnosed().plusDays(chance.between(150, 200));
    boolean before = course.relapse() == null || early.isBefore(course.relapse());
    if (before && early.isBefore(course.lastSeen().minusDays(60)) && chance.happens(0.45)) {
      visits.add(visit(person, course, early, visits.size() + 1));
    }
    LocalDate relapse = course.relapse();
    if (relapse != null && relapse.isBefore(course.lastSeen().minusDays(20))) {
      visits.add(relapsed(visit(person, course, relapse, visits.size() + 1), relapse, chance));
    }
    Draft last = visit(person, course, course.lastSeen(), visits.size() + 1);
    if (relapse != null && visits.stream().noneMatch(visit -> visit.has("recurrence_date"))) {
      relapsed(last, relapse, chance);
    }
    visits.add(end(last, course));
    return visits;
  }

  private static Draft visit(Person person, Course course, LocalDate date, int number) {
    Draft row = new Draft("FollowUp").key("patient_number", person.number());
    row.key("followup_no", Integer.toString(number)).date("followup_date", date);
    row.number("followup_interval", ChronoUnit.DAYS.between(course.diagnosed(), date));
    LocalDate relapse = course.relapse();
    boolean free = relapse == null || date.isBefore(relapse);
    row.code("disease_status", free ? "No evidence of disease" : "Stable");
    row.code("vital_status", "Alive");
    return row.date("date_last_contact", date);
  }

  private static Draft relapsed(Draft visit, LocalDate date, Chance chance) {
    boolean distant = chance.happens(0.6);
    visit.code("disease_status", "Relapse or recurrence");
    visit.code("recurrence_type", distant ? "Distant recurrence/metastasis" : "Local recurrence");
    visit.code("recurrence_site", distant ? chance.of("Bone", "Viscera", "Lymph nodes") : "Local");
    return visit.date("recurrence_date", date);
  }

  private static Draft end(Draft last, Course course) {
    if (!course.alive()) {
      last.cells().remove("date_last_contact");
      last.code("vital_status", "Deceased").date("date_of_death", course.death());
      last.code("cause_of_death", course.ofCancer() ? "Died of cancer" : "Died of other reasons");
    }
    last.number("os_months", course.months());
    LocalDate relapse = course.relapse();
    LocalDate free = relapse == null ? course.lastSeen() : relapse;
    return last.number("dfs_months", ChronoUnit.MONTHS.between(course.diagnosed(), free));
  }
}
