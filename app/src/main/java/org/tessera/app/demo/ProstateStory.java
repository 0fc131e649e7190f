package org.tessera.app.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tessera.app.demo.TreatmentLog.Regimen;

/// Prostate cancer: PSA, volume and density agree, the grade group follows the Gleason patterns,
/// the stage both.
final class ProstateStory implements Story {
  private static final String CURATIVE = "Curative";
  private static final String PALLIATIVE = "Palliative";

  @Override
  public List<Draft> tell(int index, Chance chance) {
    Person person = Person.of(chance, index, 0, 67);
    Tumour tumour = Tumour.of(chance);
    Course course =
        Course.of(
            chance, person.diagnosed(), tumour.medianMonths(), tumour.group() >= 4 ? 0.3 : 0.08);
    List<Draft> rows = new ArrayList<>();
    rows.add(patient(person, chance));
    boolean operated = tumour.m().equals("M0") && tumour.group() > 1 && chance.happens(0.45);
    rows.add(diagnosis(person, tumour, operated, chance));
    TreatmentLog treatments = new TreatmentLog(person, course, chance);
    treat(treatments, tumour, operated);
    rows.addAll(treatments.rows());
    rows.addAll(followUps(person, course, operated, chance));
    Draft mri =
        Tabs.imaging(person, 1, person.diagnosed().minusDays(chance.between(5, 30)), chance);
    mri.code("modality", "MR").code("body_part", "PROSTATE").text("protocol", "mpMRI prostate");
    rows.add(mri.code("score", tumour.pirads()));
    return rows;
  }

  private static Draft patient(Person person, Chance chance) {
    boolean family = chance.happens(0.14);
    Draft row = Tabs.patient(person, chance).code("family_history_pca", family);
    if (family) {
      row.code("family_history_pca_father", chance.happens(0.6));
      row.code("family_history_pca_brother", chance.happens(0.4));
    }
    return row;
  }

  private static Draft diagnosis(Person person, Tumour tumour, boolean operated, Chance chance) {
    Draft row = Tabs.diagnosis(person, chance);
    row.code("icd10_code", "C61").code("topography", "C61.9").code("morphology", "8140/3");
    row.code("histology", "Adenocarcinoma");
    row.code("staging_system", "AJCC 8th edition");
    row.code("cT", tumour.t()).code("cN", tumour.n()).code("cM", tumour.m());
    row.code("stage_group_c", tumour.stage());
    row.code("performance_status_ecog", chance.weighted("0:70 1:22 2:6 3:2"));
    row.number("psa_total", tumour.psa(), 1)
        .date("psa_date", person.diagnosed().minusDays(chance.between(10, 60)));
    row.number("psa_free", chance.normal(tumour.group() > 2 ? 12 : 18, 5, 3, 45), 1);
    row.number("prostate_volume", tumour.volume(), 0);
    row.number("psa_density", tumour.density(), 2);
    row.code("dre", tumour.t().startsWith("T1") ? "0" : chance.weighted("0:30 1:70"));
    row.code("biopsy_type", chance.weighted("SysBx:35 MRBx:25 SysBx+MRBx:40"));
    row.number("num_cores", tumour.cores()).number("num_cores_positive", tumour.positiveCores());
    row.code("gleason1", tumour.primary()).code("gleason2", tumour.secondary());
    row.number("gleason_sum", (long) tumour.primary() + tumour.secondary())
        .code("isup", tumour.group());
    row.code("bph", chance.happens(0.4)).code("pirads", tumour.pirads());
    if (operated) {
      boolean beyond = tumour.t().startsWith("T3") || chance.happens(0.2);
      row.code("pT", beyond ? chance.of("T3a", "T3b") : "T2")
          .code("pN", tumour.n().equals("N1") ? "N1" : "N0");
      row.code("perineural_invasion", chance.happens(0.6) ? "Present" : "Absent");
      row.code("lymphovascular_invasion", chance.happens(0.12) ? "Present" : "Absent");
      int examined = chance.between(6, 22);
      row.number("n_lymphnodes_examined", examined);
      row.number("n_lymphnodes_positive", tumour.n().equals("N1") ? chance.between(1, 4) : 0);
    }
    return row;
  }

  private static void treat(TreatmentLog log, Tumour tumour, boolean operated) {
    if (operated) {
      log.surgery("Radical prostatectomy", CURATIVE);
    } else if (tumour.m().equals("M1b")) {
      log.drug("Hormonal therapy", new Regimen("Leuprolide", 22.5, "mg", 8, 104), PALLIATIVE);
      if (tumour.group() >= 4) {
        log.drug("Chemotherapy", new Regimen("Docetaxel", 75, "mg/m2", 6, 18), PALLIATIVE);
      }
    } else if (tumour.group() == 1) {
      log.other("Active surveillance", 730, CURATIVE);
    } else {
      log.radiotherapy("Pelvis", 20, 30, CURATIVE);
      if (tumour.group() >= 3) {
        log.drug("Hormonal therapy", new Regimen("Goserelin", 10.8, "mg", 2, 26), CURATIVE);
      }
    }
  }

  private static List<Draft> followUps(
      Person person, Course course, boolean operated, Chance chance) {
    List<Draft> visits = Tabs.followUps(person, course, chance);
    for (Draft visit : visits) {
      boolean relapsed = course.relapse() != null && !day(visit).isBefore(course.relapse());
      visit.number(
          "psa", relapsed ? chance.skewed(6, 0.9) : chance.skewed(operated ? 0.04 : 0.6, 0.4), 2);
      visit.code("biochemical_recurrence", relapsed);
      visit.code("continence", operated && chance.happens(0.2) ? "incontinent" : "continent");
      visit.code("sexual_function", chance.happens(operated ? 0.5 : 0.25) ? "abnormal" : "normal");
    }
    return visits;
  }

  private static LocalDate day(Draft visit) {
    return LocalDate.parse(visit.text("followup_date"));
  }

  /// What the tumour is like.
  ///
  /// @param psa in ng/mL
  /// @param volume of the prostate, in mL
  /// @param group the ISUP grade group of the two patterns
  private record Tumour(
      String t,
      String n,
      String m,
      double psa,
      double volume,
      int primary,
      int secondary,
      int group,
      int cores,
      int positiveCores,
      String pirads) {
    static Tumour of(Chance chance) {
      String patterns = chance.weighted("3+3:28 3+4:32 4+3:16 4+4:9 3+5:2 4+5:9 5+4:3 5+5:1");
      int primary = patterns.charAt(0) - '0';
      int secondary = patterns.charAt(2) - '0';
      int group = group(primary, secondary);
      String t =
          chance.weighted(
              group <= 2
                  ? "T1c:55 T2a:22 T2b:10 T2c:10 T3a:3"
                  : "T1c:22 T2a:15 T2b:15 T2c:20 T3a:16 T3b:9 T4:3");
      String m = chance.happens(group >= 4 ? 0.22 : 0.01) ? "M1b" : "M0";
      String n =
          chance.happens(group >= 4 ? 0.2 : 0.02) || (m.equals("M1b") && chance.happens(0.5))
              ? "N1"
              : "N0";
      double psa =
          Math.clamp(chance.skewed(m.equals("M1b") ? 90 : 5.5 + group * 1.4, 0.5), 0.8, 3000);
      double volume = Math.round(Math.clamp(chance.skewed(44, 0.35), 15, 180));
      int cores = chance.of(12, 12, 14, 16, 18);
      int positive =
          Math.clamp(
              Math.round(cores * chance.normal(0.12 + 0.1 * group, 0.12, 0.08, 1)), 1, cores);
      return new Tumour(
          t,
          n,
          m,
          Math.round(psa * 10) / 10.0,
          volume,
          primary,
          secondary,
          group,
          cores,
          positive,
          pirads(chance, group));
    }

    private static String pirads(Chance chance, int group) {
      String index =
          chance.weighted(
              group == 1 ? "3:35 4:55 5:10" : group == 2 ? "3:12 4:58 5:30" : "4:35 5:65");
      return chance.happens(0.25) ? index + "," + chance.weighted("2:20 3:50 4:30") : index;
    }

    static int group(int primary, int secondary) {
      int sum = primary + secondary;
      return sum <= 6 ? 1 : sum == 7 ? primary == 3 ? 2 : 3 : sum == 8 ? 4 : 5;
    }

    double density() {
      return psa / volume;
    }

    double medianMonths() {
      return m.equals("M1b") ? 48 : n.equals("N1") ? 110 : 420 - 45.0 * group;
    }

    /// AJCC, 8th edition: T, N, M, PSA and grade group together.
    String stage() {
      if (m.equals("M1b")) {
        return "IVB";
      }
      if (n.equals("N1")) {
        return "IVA";
      }
      if (group == 5) {
        return "IIIC";
      }
      if (t.startsWith("T3") || t.startsWith("T4")) {
        return "IIIB";
      }
      if (psa >= 20) {
        return "IIIA";
      }
      if (group >= 3) {
        return "IIC";
      }
      if (group == 2) {
        return "IIB";
      }
      boolean small = t.toUpperCase(Locale.ROOT).matches("T1.|T2A");
      return small && psa < 10 ? "I" : "IIA";
    }
  }
}
