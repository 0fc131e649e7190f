package org.tessera.app.demo;

import java.util.ArrayList;
import java.util.List;
import org.tessera.app.demo.TreatmentLog.Regimen;

/// Colorectal cancer: the stage group follows T, N and M, and only a rectum treated before surgery
/// has ypT and regression.
final class ColorectalStory implements Story {
  private static final String CURATIVE = "Curative";

  @Override
  public List<Draft> tell(int index, Chance chance) {
    Person person = Person.of(chance, index, 0.44, 68);
    Tumour tumour = Tumour.of(chance);
    Course course =
        Course.of(chance, person.diagnosed(), tumour.medianMonths(), tumour.node() ? 0.35 : 0.12);
    List<Draft> rows = new ArrayList<>();
    Draft patient = Tabs.patient(person, chance);
    patient.code("familial_cancer_history_father", chance.happens(0.12));
    rows.add(patient.code("familial_cancer_history_mother", chance.happens(0.1)));
    Draft diagnosis = diagnosis(person, tumour, chance);
    rows.add(diagnosis);
    TreatmentLog treatments = new TreatmentLog(person, course, chance);
    treat(treatments, tumour, chance);
    rows.addAll(treatments.rows());
    rows.addAll(followUps(person, course, diagnosis, chance));
    Draft scan = Tabs.imaging(person, 1, person.diagnosed().plusDays(chance.between(2, 9)), chance);
    scan.code("modality", tumour.rectum() ? "MR" : "CT")
        .code("body_part", tumour.rectum() ? "PELVIS" : "ABDOMEN");
    rows.add(
        scan.text(
            "protocol",
            tumour.rectum() ? "MR rectum high resolution" : "CT abdomen portal venous"));
    return rows;
  }

  private static Draft diagnosis(Person person, Tumour tumour, Chance chance) {
    Draft row = Tabs.diagnosis(person, chance);
    row.code("icd10_code", tumour.icd10()).code("topography", tumour.site());
    row.code("morphology", tumour.morphology()).code("histology", tumour.histology());
    row.code("staging_system", "AJCC 8th edition");
    row.code("cT", "c" + tumour.t()).code("cN", "c" + tumour.nodes()).code("cM", "c" + tumour.m());
    row.number(
        "tumour_size_max", chance.normal(18 + 9 * (tumour.t().charAt(1) - '0'), 8, 6, 120), 0);
    row.code("stage_group_c", tumour.stage()).code("grade", chance.weighted("0:14 1:68 2:15 3:3"));
    row.code("performance_status_ecog", chance.weighted("0:58 1:32 2:8 3:2"));
    row.number("cea", Math.max(0.5, chance.skewed(tumour.m().equals("M0") ? 3.2 : 38, 0.9)), 1);
    boolean unstable = chance.happens(tumour.right() ? 0.2 : 0.06);
    row.code("msi", unstable ? "MSI-H" : "MSS").code("mmr", unstable ? "dMMR" : "pMMR");
    boolean ras = chance.happens(0.42);
    row.code("kras", ras ? "mutated" : "wild type")
        .code("nras", !ras && chance.happens(0.05) ? "mutated" : "wild type");
    row.code("braf", !ras && chance.happens(unstable ? 0.35 : 0.06) ? "mutated" : "wild type");
    if (tumour.rectum()) {
      row.number("distance_from_anal_verge", chance.normal(7.5, 3, 0.5, 15), 1);
      row.code(
          "mesorectal_fascia_invasion",
          tumour.t().startsWith("T4") ? "1" : chance.weighted("0:82 1:18"));
    }
    return pathology(row, tumour, chance);
  }

  private static Draft pathology(Draft row, Tumour tumour, Chance chance) {
    int examined = chance.between(12, 31);
    int positive = tumour.positiveNodes(chance);
    row.number("n_lymphnodes_examined", examined)
        .number("n_lymphnodes_positive", Math.min(examined, positive));
    boolean invasive = chance.happens(tumour.node() ? 0.4 : 0.12);
    row.code("emvi", invasive && chance.happens(0.5) ? "1" : "0");
    row.code("lymphovascular_invasion", invasive ? "0" : "1");
    row.code("perineural_invasion", invasive && chance.happens(0.4) ? "0" : "1");
    row.code("tumor_deposits", invasive && chance.happens(0.25) ? "0" : "1");
    if (tumour.neoadjuvant()) {
      boolean gone = chance.happens(0.15);
      row.code(
          "ypT",
          gone ? "ypT0" : "ypT" + Math.max(1, tumour.t().charAt(1) - '0' - chance.between(0, 2)));
      row.code("ypN", gone || positive == 0 ? "ypN0" : positive <= 3 ? "ypN1" : "ypN2")
          .code("ypM", "ypM0");
    } else {
      row.code("pT", "p" + tumour.t())
          .code("pN", "p" + tumour.nodes())
          .code("pM", "p" + tumour.m())
          .code("stage_group_p", tumour.stage());
    }
    return row;
  }

  private static void treat(TreatmentLog log, Tumour tumour, Chance chance) {
    if (tumour.neoadjuvant()) {
      log.radiotherapy("Pelvis", 25, 18, CURATIVE);
      log.drug("Chemotherapy", new Regimen("Capecitabine", 825, "mg/m2", 2, 5), CURATIVE)
          .code("setting", "Neoadjuvant");
    }
    if (tumour.m().equals("M0") || chance.happens(0.35)) {
      Draft surgery = log.surgery(tumour.operation(), CURATIVE);
      if (tumour.neoadjuvant()) {
        surgery.number("interval_neoadj_to_surgery", chance.normal(2, 0.4, 1, 4), 1);
      }
    }
    if (!tumour.m().equals("M0")) {
      combined(log, chance.of("FOLFOX", "FOLFIRI"), "Palliative");
    } else if (tumour.node() && !tumour.neoadjuvant()) {
      combined(log, "FOLFOX", CURATIVE).code("setting", "Adjuvant");
    }
  }

  /// A combination has no code of one drug: it stands in the wide columns.
  private static Draft combined(TreatmentLog log, String combination, String intent) {
    Draft row = log.other("Chemotherapy", 24 * 7, intent).code("chemo", "completed");
    row.code("chemo_drug", combination).number("chemo_dose", 85).number("chemo_dur", 24);
    return row.number("cycles", 12);
  }

  /// The regression is what the first report after surgery says.
  private static List<Draft> followUps(
      Person person, Course course, Draft diagnosis, Chance chance) {
    List<Draft> visits = Tabs.followUps(person, course, chance);
    if (diagnosis.has("ypT")) {
      visits
          .getFirst()
          .code(
              "trg",
              diagnosis.text("ypT").endsWith("T0") ? "0" : chance.weighted("1:30 2:45 3:25"));
    }
    return visits;
  }

  /// What the tumour is like.
  ///
  /// @param site ICD-O-3 topography
  private record Tumour(
      String site,
      String histology,
      String morphology,
      String t,
      String n,
      String m,
      boolean neoadjuvant) {
    static Tumour of(Chance chance) {
      String site = chance.weighted("C18.0:12 C18.2:14 C18.4:9 C18.6:6 C18.7:23 C19.9:9 C20.9:27");
      String t = chance.weighted("T1:9 T2:17 T3:52 T4a:14 T4b:8");
      boolean deep = t.compareTo("T3") >= 0;
      String n = chance.weighted(deep ? "N0:45 N1a:15 N1b:15 N2a:14 N2b:11" : "N0:84 N1a:10 N1b:6");
      boolean far = chance.happens(n.equals("N0") ? 0.05 : deep ? 0.28 : 0.08);
      String m = far ? chance.weighted("M1a:60 M1b:28 M1c:12") : "M0";
      String histology = chance.weighted("0:85 3:10 1:3 4:2");
      boolean neoadjuvant =
          site.equals("C20.9") && !far && (deep || !n.equals("N0")) && chance.happens(0.8);
      return new Tumour(site, histology, morphology(histology), t, n, m, neoadjuvant);
    }

    private static String morphology(String histology) {
      return switch (histology) {
        case "0" -> "8140/3";
        case "1" -> "8255/3";
        case "3" -> "8480/3";
        default -> "8246/3";
      };
    }

    boolean rectum() {
      return site.equals("C20.9");
    }

    boolean right() {
      return site.compareTo("C18.5") < 0;
    }

    boolean node() {
      return !n.equals("N0");
    }

    /// The category without its letter: the form knows N1 and N2 only.
    String nodes() {
      return n.substring(0, 2);
    }

    String icd10() {
      return site.startsWith("C18") ? site : site.substring(0, 3);
    }

    int positiveNodes(Chance chance) {
      return switch (n) {
        case "N0" -> 0;
        case "N1a" -> 1;
        case "N1b" -> chance.between(2, 3);
        case "N2a" -> chance.between(4, 6);
        default -> chance.between(7, 12);
      };
    }

    String operation() {
      return rectum() || site.equals("C19.9")
          ? "Anterior resection"
          : right() ? "Right hemicolectomy" : "Sigmoid colectomy";
    }

    double medianMonths() {
      String stage = stage();
      return stage.startsWith("IV")
          ? 24
          : stage.startsWith("III") ? 105 : stage.startsWith("II") ? 160 : 220;
    }

    /// AJCC, 8th edition.
    String stage() {
      if (!m.equals("M0")) {
        return "IV" + Character.toUpperCase(m.charAt(2));
      }
      int depth =
          switch (t) {
            case "T1" -> 1;
            case "T2" -> 2;
            case "T3" -> 3;
            case "T4a" -> 4;
            default -> 5;
          };
      return switch (n) {
        case "N0" -> List.of("I", "I", "IIA", "IIB", "IIC").get(depth - 1);
        case "N1a", "N1b" -> List.of("IIIA", "IIIA", "IIIB", "IIIB", "IIIC").get(depth - 1);
        case "N2a" -> List.of("IIIA", "IIIB", "IIIB", "IIIC", "IIIC").get(depth - 1);
        default -> List.of("IIIB", "IIIB", "IIIC", "IIIC", "IIIC").get(depth - 1);
      };
    }
  }
}
