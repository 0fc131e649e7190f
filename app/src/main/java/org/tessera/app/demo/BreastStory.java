package org.tessera.app.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.tessera.app.demo.TreatmentLog.Regimen;

/// Breast cancer: receptors follow the subtype, drugs follow the receptors, the stage group T, N
/// and M.
final class BreastStory implements Story {
  private static final String CURATIVE = "Curative";

  @Override
  public List<Draft> tell(int index, Chance chance) {
    Person person = Person.of(chance, index, 0.992, 59);
    Tumour tumour = Tumour.of(chance);
    Course course =
        Course.of(
            chance, person.diagnosed(), tumour.medianMonths(), tumour.subtype() == 0 ? 0.28 : 0.12);
    List<Draft> rows = new ArrayList<>();
    rows.add(patient(person, chance));
    Draft diagnosis = diagnosis(person, tumour, chance);
    rows.add(diagnosis);
    TreatmentLog treatments = new TreatmentLog(person, course, chance);
    treat(treatments, tumour, chance);
    rows.addAll(treatments.rows());
    rows.addAll(followUps(person, course, tumour, chance));
    Draft mammogram =
        Tabs.imaging(person, 1, person.diagnosed().minusDays(chance.between(4, 25)), chance);
    mammogram
        .code("modality", "MG")
        .code("body_part", "BREAST")
        .text("protocol", "Mammography CC MLO");
    mammogram.code("birads_density", chance.weighted("A:10 B:40 C:40 D:10"));
    rows.add(mammogram.code("birads_category", chance.weighted("4:35 5:60 0:5")));
    // Magnetic resonance is asked for to plan the surgery, more often of the younger.
    if (chance.happens(person.age() < 60 ? 0.7 : 0.4)) {
      LocalDate planned = person.diagnosed().plusDays(chance.between(1, 9));
      Draft mri = Tabs.imaging(person, 2, planned, chance);
      rows.add(
          mri.code("modality", "MR")
              .code("body_part", "BREAST")
              .text("protocol", "DCE MRI breast"));
    }
    return rows;
  }

  private static Draft patient(Person person, Chance chance) {
    Draft row = Tabs.patient(person, chance);
    row.code("famhisto_b", chance.weighted("0:72 1:14 2:9 3:5"))
        .code("famhisto_o", chance.weighted("0:88 1:3 2:3 3:6"));
    row.code("symptoms", chance.weighted("0:45 1:50 2:5"))
        .code("screening", chance.weighted("0:55 1:40 2:5"));
    boolean brca1 = chance.happens(0.03);
    row.code("brca1", brca1 ? "0" : chance.weighted("1:50 2:50"));
    row.code("brca2", !brca1 && chance.happens(0.03) ? "0" : chance.weighted("1:50 2:50"));
    row.code("palb2", chance.weighted("0:1 1:49 2:50"))
        .code("chek2", chance.weighted("0:1 1:49 2:50"));
    if (!person.female()) {
      return row;
    }
    boolean post =
        person.age() > 55 || (person.age() > 44 && chance.happens((person.age() - 44) / 11.0));
    int pregnancies = Integer.parseInt(chance.weighted("0:18 1:22 2:38 3:15 4:7"));
    row.code("menop", post ? "1" : "0").number("n_preg", pregnancies);
    boolean fed = pregnancies > 0 && chance.happens(0.65);
    row.code("lactation", fed ? "0" : "1");
    if (fed) {
      row.number("lactation_dur", (long) pregnancies * chance.between(2, 9));
    }
    boolean pill = chance.happens(0.5);
    row.code("hcontrac", pill ? "0" : "1");
    if (pill) {
      row.number("hcontrac_dur", chance.between(6, 180));
    }
    boolean replaced = post && chance.happens(0.2);
    row.code("hormtherapy", replaced ? "0" : "1");
    if (replaced) {
      row.number("hormtherapy_dur", chance.between(6, 96));
    }
    return row;
  }

  private static Draft diagnosis(Person person, Tumour tumour, Chance chance) {
    Draft row = Tabs.diagnosis(person, chance);
    row.code("icd10_code", "C50." + tumour.quadrant())
        .code("topography", "C50." + tumour.quadrant());
    row.code("morphology", tumour.morphology()).code("histology", tumour.histology());
    row.code("laterality", chance.of("0", "1")).code("staging_system", "AJCC 8th edition");
    row.code("cT", "c" + tumour.t()).code("cN", "c" + tumour.n()).code("cM", "c" + tumour.m());
    row.code("stage_group_c", tumour.stage());
    row.code("performance_status_ecog", chance.weighted("0:78 1:18 2:4"));
    row.number("tumour_size_max", tumour.size(), 0);
    row.code("bcstproxy", tumour.subtype());
    if (tumour.invasive()) {
      row.code("bcst_pam50", chance.happens(0.15) ? tumour.subtype() : null);
      row.number("er", tumour.er()).number("pr", tumour.pr()).number("ki67", tumour.ki67());
      row.code("her2ihc", tumour.ihc());
      row.code("her2fish", tumour.ihc() == 2 ? (tumour.subtype() >= 3 ? "0" : "1") : null);
      row.code(
          "grade",
          tumour.subtype() == 1 ? chance.weighted("0:35 1:60 2:5") : chance.weighted("1:40 2:60"));
    } else {
      row.code("dcis", chance.weighted("0:20 1:45 2:35"));
    }
    int examined = chance.between(1, tumour.n().equals("N0") ? 4 : 18);
    int positive = tumour.positiveNodes(examined, chance);
    row.number("n_lymphnodes_examined", examined).number("n_lymphnodes_positive", positive);
    row.code("lymphovascular_invasion", chance.happens(positive > 0 ? 0.45 : 0.1) ? "0" : "1");
    if (!tumour.neoadjuvant()) {
      row.code("pT", "p" + tumour.t())
          .code("pN", positive == 0 ? "pN0" : positive <= 3 ? "pN1" : "pN2");
    }
    return row;
  }

  private static void treat(TreatmentLog log, Tumour tumour, Chance chance) {
    if (tumour.neoadjuvant()) {
      systemic(log, tumour, "Neoadjuvant");
    }
    if (tumour.m().equals("M0") || chance.happens(0.2)) {
      boolean whole = tumour.size() > 35 || chance.happens(0.28);
      log.surgery(whole ? "Simple mastectomy" : "Lumpectomy", CURATIVE);
      if (chance.happens(0.6)) {
        log.radiotherapy("Breast", 15, 27, CURATIVE);
      }
    }
    if (!tumour.neoadjuvant() && tumour.invasive()) {
      systemic(log, tumour, "Adjuvant");
    }
    if (tumour.subtype() >= 1 && tumour.subtype() <= 3 && tumour.invasive()) {
      Regimen hormones =
          new Regimen(chance.of("Tamoxifen", "Letrozole", "Anastrozole"), 20, "mg", 10, 260);
      log.drug("Hormonal therapy", hormones, CURATIVE);
    }
  }

  private static void systemic(TreatmentLog log, Tumour tumour, String setting) {
    if (tumour.subtype() == 0 || (tumour.subtype() >= 2 && tumour.node())) {
      Regimen taxane = new Regimen("Paclitaxel", 80, "mg/m2", 12, 12);
      log.drug("Chemotherapy", taxane, CURATIVE).code("setting", setting);
    }
    if (tumour.subtype() >= 3) {
      Regimen antibody = new Regimen("Trastuzumab", 6, "mg/kg", 17, 51);
      log.drug("Other targeting molecular therapy", antibody, CURATIVE).code("setting", setting);
    }
  }

  private static List<Draft> followUps(Person person, Course course, Tumour tumour, Chance chance) {
    List<Draft> visits = Tabs.followUps(person, course, chance);
    LocalDate relapse = course.relapse();
    for (Draft visit : visits) {
      boolean relapsed =
          relapse != null && !LocalDate.parse(visit.text("followup_date")).isBefore(relapse);
      visit.code("recurrence", relapsed ? "0" : "1");
    }
    if (tumour.neoadjuvant()) {
      afterTherapy(visits.getFirst(), tumour, chance);
    }
    return visits;
  }

  /// The definitive pathology: nothing left, or what is left keeps its receptors.
  private static void afterTherapy(Draft visit, Tumour tumour, Chance chance) {
    boolean gone = chance.happens(tumour.subtype() == 0 || tumour.subtype() >= 3 ? 0.45 : 0.12);
    boolean nodes = !gone && tumour.node() && chance.happens(0.5);
    visit.code("ypT", gone ? "ypT0" : chance.weighted("ypT1a:25 ypT1b:25 ypT1c:30 ypT2:20"));
    visit.code("ypN", nodes ? "ypN1" : "ypN0").code("ypM", "ypM0");
    visit.code("trg", gone ? "G5" : chance.weighted("G2:25 G3:45 G4:30"));
    visit.code("rcb", gone ? "RCB-0" : chance.weighted("RCB-I:25 RCB-II:50 RCB-III:25"));
    if (!gone) {
      visit.number("er_ap", tumour.er()).number("pr_ap", tumour.pr());
      visit.number("ki67_ap", Math.max(1, tumour.ki67() / 2)).code("her2ihc_ap", tumour.ihc());
    }
  }

  /// What the tumour is like.
  ///
  /// @param subtype 0 triple negative, 1 luminal A, 2 luminal B, 3 HER2 and hormone receptors, 4
  ///   HER2 only
  private record Tumour(
      int subtype,
      String histology,
      String t,
      String n,
      String m,
      double size,
      int er,
      int pr,
      int ki67,
      int ihc,
      int quadrant) {
    static Tumour of(Chance chance) {
      int subtype = Integer.parseInt(chance.weighted("0:14 1:42 2:24 3:12 4:8"));
      String histology = chance.weighted(subtype == 1 ? "0:70 3:20 1:4 5:6" : "0:84 3:6 1:4 5:6");
      boolean invasive = !histology.equals("5");
      String t =
          invasive ? chance.weighted("T1mi:2 T1a:6 T1b:13 T1c:32 T2:36 T3:7 T4b:4") : "Tis(DCIS)";
      boolean large = t.compareTo("T2") >= 0 && invasive;
      String n =
          !invasive
              ? "N0"
              : chance.weighted(large ? "N0:45 N1:38 N2a:12 N3a:5" : "N0:82 N1:16 N2a:2");
      String m = invasive && chance.happens(large ? 0.07 : 0.01) ? "M1" : "M0";
      boolean hormone = subtype >= 1 && subtype <= 3;
      int er = hormone ? chance.between(55, 100) : 0;
      int pr = hormone ? chance.between(subtype == 1 ? 25 : 1, 95) : 0;
      int ki67 = subtype == 1 ? chance.between(3, 13) : chance.between(22, subtype == 0 ? 90 : 60);
      int ihc =
          subtype >= 3
              ? Integer.parseInt(chance.weighted("3:80 2:20"))
              : Integer.parseInt(chance.weighted("0:40 1:40 2:20"));
      int quadrant = Integer.parseInt(chance.weighted("1:8 2:13 3:7 4:42 5:9 8:14 9:7"));
      return new Tumour(subtype, histology, t, n, m, size(t, chance), er, pr, ki67, ihc, quadrant);
    }

    private static double size(String t, Chance chance) {
      return switch (t) {
        case "T1mi" -> 1;
        case "T1a" -> chance.between(2, 5);
        case "T1b" -> chance.between(6, 10);
        case "T1c" -> chance.between(11, 20);
        case "T2" -> chance.between(21, 50);
        case "T3", "T4b" -> chance.between(51, 95);
        default -> chance.between(8, 60);
      };
    }

    String morphology() {
      return switch (histology) {
        case "0" -> "8500/3";
        case "1" -> "8522/3";
        case "3" -> "8520/3";
        default -> "8500/2";
      };
    }

    boolean invasive() {
      return !histology.equals("5");
    }

    boolean node() {
      return !n.equals("N0");
    }

    boolean neoadjuvant() {
      return invasive()
          && m.equals("M0")
          && (subtype == 0 || (subtype >= 2 && node()))
          && size >= 20;
    }

    int positiveNodes(int examined, Chance chance) {
      int positive =
          switch (n) {
            case "N0" -> 0;
            case "N1" -> chance.between(1, 3);
            case "N2a" -> chance.between(4, 9);
            default -> chance.between(10, 16);
          };
      return Math.min(positive, examined);
    }

    double medianMonths() {
      String stage = stage();
      double months =
          stage.equals("IV")
              ? 36
              : stage.startsWith("III") ? 130 : stage.startsWith("II") ? 240 : 420;
      return subtype == 0 ? months * 0.7 : months;
    }

    /// Anatomic stage, AJCC, 8th edition.
    String stage() {
      if (m.equals("M1")) {
        return "IV";
      }
      if (n.equals("N3a")) {
        return "IIIC";
      }
      return switch (t.substring(0, 2)) {
        case "T4" -> "IIIB";
        case "T3" -> node() ? "IIIA" : "IIB";
        case "T2" -> n.equals("N2a") ? "IIIA" : node() ? "IIB" : "IIA";
        case "T1" -> n.equals("N2a") ? "IIIA" : node() ? "IIA" : "IA";
        default -> "0";
      };
    }
  }
}
