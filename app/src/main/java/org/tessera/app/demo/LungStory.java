package org.tessera.app.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.tessera.app.demo.TreatmentLog.Regimen;

/// Lung cancer: size and T agree, the stage group follows T, N and M (AJCC, 8th edition), drivers
/// decide the drugs.
final class LungStory implements Story {
  private static final String CURATIVE = "Curative";
  private static final String PALLIATIVE = "Palliative";
  private static final String NEVER = "Never smoker";

  @Override
  public List<Draft> tell(int index, Chance chance) {
    Person person = Person.of(chance, index, 0.4, 67);
    String smoker = chance.weighted("Never_smoker:13 Former_smoker:49 Current_smoker:38");
    Tumour tumour = Tumour.of(chance, smoker.equals(NEVER));
    Course course =
        Course.of(
            chance, person.diagnosed(), tumour.medianMonths(), tumour.operable() ? 0.25 : 0.5);
    List<Draft> rows = new ArrayList<>();
    rows.add(patient(person, smoker, chance));
    rows.add(diagnosis(person, tumour, chance));
    TreatmentLog treatments = new TreatmentLog(person, course, chance);
    treat(treatments, tumour, chance);
    rows.addAll(treatments.rows());
    List<Draft> visits = Tabs.followUps(person, course, chance);
    visits
        .getLast()
        .number("survival_time_months", course.months())
        .code("event", course.alive() ? 0 : 1);
    rows.addAll(visits);
    rows.add(scan(person, 1, person.diagnosed().minusDays(chance.between(5, 25)), tumour, chance));
    if (chance.happens(0.2)) {
      LocalDate later = person.diagnosed().plusDays(chance.between(20, 40));
      rows.add(scan(person, 2, later, tumour, chance));
    }
    return rows;
  }

  private static Draft patient(Person person, String smoker, Chance chance) {
    Draft row = Tabs.patient(person, chance);
    row.code("emphysema", chance.happens(smoker.equals(NEVER) ? 0.03 : 0.35))
        .code("smoker", smoker);
    if (!smoker.equals(NEVER)) {
      row.number("pack_years", chance.normal(38, 16, 2, 120), 0);
    }
    return row;
  }

  private static Draft diagnosis(Person person, Tumour tumour, Chance chance) {
    Draft row = Tabs.diagnosis(person, chance);
    row.date("date_baseline_ct", person.diagnosed().minusDays(chance.between(3, 21)));
    row.number("age_at_baseline", person.age());
    row.code("icd10_code", "C34." + tumour.site()).code("topography", "C34." + tumour.site());
    row.code("morphology", tumour.morphology()).code("histology", tumour.histology());
    row.code("laterality", tumour.site() == 2 ? "Right" : chance.of("Left", "Right"));
    row.code("staging_system", "AJCC 8th edition");
    row.code("cT", tumour.t())
        .code("cN", tumour.n())
        .code("cM", tumour.m())
        .code("stage_group_c", tumour.stage());
    row.code("grade", chance.weighted("G1:15 G2:42 G3:38 GX:5"));
    row.code(
        "performance_status_ecog",
        chance.weighted(tumour.m().equals("M0") ? "0:52 1:38 2:8 3:2" : "0:20 1:48 2:24 3:8"));
    row.number("tumour_size_max", tumour.size(), 0);
    for (String gene : List.of("egfr", "alk", "ros1", "kras", "braf")) {
      row.code(
          gene,
          tumour.driver().equals(gene) ? "positive" : chance.weighted("negative:88 unknown:12"));
    }
    row.number("pdl1_tps", chance.happens(0.35) ? 0 : chance.between(1, 95));
    if (tumour.operable()) {
      int examined = chance.between(7, 24);
      row.code("pT", tumour.t()).code("pN", tumour.n()).code("stage_group_p", tumour.stage());
      row.number("n_lymphnodes_examined", examined);
      row.number("n_lymphnodes_positive", tumour.n().equals("N0") ? 0 : chance.between(1, 5));
      row.code("lymphovascular_invasion", chance.happens(0.25) ? "Present" : "Absent");
    }
    return row;
  }

  private static void treat(TreatmentLog log, Tumour tumour, Chance chance) {
    boolean small = tumour.histology().startsWith("Small");
    Regimen platinum =
        small
            ? new Regimen("Etoposide", 100, "mg/m2", 4, 12)
            : chance.of(
                new Regimen("Carboplatin", 400, "mg", 4, 12),
                new Regimen("Cisplatin", 75, "mg/m2", 4, 12));
    if (tumour.operable()) {
      log.surgery(
          chance.weighted("Lobectomy:72 Segmentectomy:14 Wedge_resection:8 Pneumonectomy:6"),
          CURATIVE);
      if (!tumour.n().equals("N0")) {
        log.drug("Chemotherapy", platinum, CURATIVE);
      }
    } else if (tumour.m().equals("M0")) {
      log.drug("Chemotherapy", platinum, CURATIVE);
      log.radiotherapy("Chest", 30, 20, CURATIVE);
      if (!small) {
        log.drug("Immunotherapy", new Regimen("Durvalumab", 1500, "mg", 12, 48), CURATIVE);
      }
    } else if (tumour.driver().equals("egfr")) {
      log.drug(
          "Other targeting molecular therapy",
          new Regimen("Osimertinib", 80, "mg", 12, 52),
          PALLIATIVE);
    } else if (tumour.driver().equals("alk")) {
      log.drug(
          "Other targeting molecular therapy",
          new Regimen("Alectinib", 600, "mg", 12, 52),
          PALLIATIVE);
    } else {
      log.drug("Chemotherapy", platinum, PALLIATIVE);
      log.drug(
          "Immunotherapy",
          new Regimen(small ? "Atezolizumab" : "Pembrolizumab", small ? 1200 : 200, "mg", 10, 30),
          PALLIATIVE);
    }
  }

  private static Draft scan(
      Person person, int number, LocalDate date, Tumour tumour, Chance chance) {
    Draft row = Tabs.imaging(person, number, date, chance);
    row.code("modality", number == 1 ? "CT" : "PT")
        .code("body_part", "CHEST")
        .text("protocol", "Thorax");
    row.number("nodule_count", Long.parseLong(chance.weighted("1:70 2:20 3:10")));
    row.number("size_mm", tumour.size(), 0);
    return row.code("lung_rads", number == 1 ? chance.weighted("4A:20 4B:55 4X:25") : null);
  }

  /// What the tumour is like.
  ///
  /// @param site the last digit of `C34.`
  /// @param size the largest dimension, in mm
  /// @param driver the gene that is altered, empty for none
  private record Tumour(
      String histology,
      String morphology,
      int site,
      String t,
      String n,
      String m,
      double size,
      String driver) {
    static Tumour of(Chance chance, boolean never) {
      String histology =
          chance.weighted(
              never
                  ? "Adenocarcinoma:88 Squamous_cell_carcinoma:5 NSCLC_NOS:7"
                  : "Adenocarcinoma:46 Squamous_cell_carcinoma:26 Small_cell_carcinoma:16"
                      + " Large_cell_carcinoma:3 NSCLC_NOS:9");
      boolean small = histology.startsWith("Small");
      String t =
          chance.weighted(
              small
                  ? "T2a:15 T2b:15 T3:30 T4:40"
                  : "T1a:7 T1b:15 T1c:16 T2a:20 T2b:12 T3:16 T4:14");
      boolean early = t.startsWith("T1");
      String n =
          chance.weighted(
              small
                  ? "N1:10 N2:55 N3:35"
                  : early ? "N0:78 N1:10 N2:9 N3:3" : "N0:40 N1:18 N2:28 N3:14");
      double spread = small ? 0.65 : early ? 0.15 : 0.42;
      String m = chance.happens(spread) ? chance.weighted("M1a:25 M1b:25 M1c:50") : "M0";
      boolean adeno = histology.startsWith("Adeno");
      String driver =
          !adeno
              ? "none"
              : chance.weighted(
                  never
                      ? "egfr:45 alk:12 ros1:4 kras:8 none:31"
                      : "egfr:10 alk:3 ros1:1 kras:32 braf:3 none:51");
      return new Tumour(
          histology,
          morphology(histology),
          Integer.parseInt(chance.weighted("1:55 2:8 3:37")),
          t,
          n,
          m,
          size(t, chance),
          driver);
    }

    private static String morphology(String histology) {
      return switch (histology) {
        case "Adenocarcinoma" -> "8140/3";
        case "Squamous cell carcinoma" -> "8070/3";
        case "Small cell carcinoma" -> "8041/3";
        case "Large cell carcinoma" -> "8012/3";
        default -> "8046/3";
      };
    }

    private static double size(String t, Chance chance) {
      return switch (t) {
        case "T1a" -> chance.between(5, 10);
        case "T1b" -> chance.between(11, 20);
        case "T1c" -> chance.between(21, 30);
        case "T2a" -> chance.between(31, 40);
        case "T2b" -> chance.between(41, 50);
        case "T3" -> chance.between(51, 70);
        default -> chance.between(71, 115);
      };
    }

    boolean operable() {
      return m.equals("M0")
          && !n.equals("N3")
          && !(n.equals("N2") && t.compareTo("T2b") > 0)
          && !histology.startsWith("Small");
    }

    double medianMonths() {
      double months =
          switch (stage()) {
            case "IA1", "IA2", "IA3" -> 130;
            case "IB", "IIA" -> 80;
            case "IIB" -> 55;
            case "IIIA" -> 32;
            case "IIIB" -> 20;
            case "IIIC" -> 14;
            case "IVA" -> 13;
            default -> 8;
          };
      return histology.startsWith("Small")
          ? months * 0.7
          : driver.equals("none") || driver.equals("kras") ? months : months * 1.6;
    }

    /// AJCC, 8th edition.
    String stage() {
      if (!m.equals("M0")) {
        return m.equals("M1c") ? "IVB" : "IVA";
      }
      boolean large = t.equals("T3") || t.equals("T4");
      return switch (n) {
        case "N0" -> nodeNegative();
        case "N1" -> large ? "IIIA" : "IIB";
        case "N2" -> large ? "IIIB" : "IIIA";
        default -> large ? "IIIC" : "IIIB";
      };
    }

    private String nodeNegative() {
      return switch (t) {
        case "T1a" -> "IA1";
        case "T1b" -> "IA2";
        case "T1c" -> "IA3";
        case "T2a" -> "IB";
        case "T2b" -> "IIA";
        case "T3" -> "IIB";
        default -> "IIIA";
      };
    }
  }
}
