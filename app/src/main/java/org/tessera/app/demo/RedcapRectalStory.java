package org.tessera.app.demo;

import java.util.List;
import java.util.Locale;

/// Rectal cancer as EuCanImage's REDCap form for use cases 4 and 5 asks for it: integer codes, no
/// dates.
final class RedcapRectalStory implements Story {
  static final String TAB = "Record";

  private static final String[] GROUPS = {"", "_2", "_3", "_4", "_5"};

  @Override
  public List<Draft> tell(int index, Chance chance) {
    Draft record = new Draft(TAB).key("record_id", String.format(Locale.ROOT, "UC45_%d", index));
    record.text("redcap_data_access_group", chance.of("hospital_a", "hospital_b"));
    record.code("sex", chance.weighted("0:58 1:42"));
    record.number("onsetage", Math.round(chance.normal(66, 10, 31, 92)));
    record.code("histopat", chance.weighted("0:84 1:4 2:1 3:9 4:2"));
    int t = Integer.parseInt(chance.weighted("3:8 4:22 5:52 6:4 7:8 8:6"));
    record.code("tnm_ct", t);
    boolean neoadjuvant = t >= 5 || chance.happens(0.25);
    int examined = chance.between(8, 26);
    int positive =
        chance.happens(t >= 5 ? 0.45 : 0.15) ? chance.between(1, Math.min(7, examined)) : 0;
    pathology(record, chance, t, neoadjuvant);
    record.code("tnm_ypn", positive == 0 ? 1 : positive <= 3 ? 2 : 3);
    record.code("tnm_ypm", chance.weighted("0:92 2:5 3:2 4:1"));
    record.number("n_lymphnodes", examined).number("n_met_ln", positive);
    treatment(record, chance, neoadjuvant);
    return List.of(record.code("use_case_4_and_5_complete", chance.weighted("2:97 1:3")));
  }

  private static void pathology(Draft record, Chance chance, int t, boolean neoadjuvant) {
    if (neoadjuvant) {
      int downstaged = Math.max(1, t - Integer.parseInt(chance.weighted("0:35 1:30 2:20 4:15")));
      record.code("tnm_ypt", downstaged == 2 ? 3 : downstaged);
      record.code("trg", downstaged == 1 ? "0" : chance.weighted("1:30 2:45 3:25"));
    }
    record.code("grade", chance.weighted("0:15 1:65 2:15 3:5"));
    boolean invasive = chance.happens(t >= 5 ? 0.35 : 0.1);
    record.code("lymp_inv", invasive ? "0" : chance.weighted("1:95 2:5"));
    record.code(
        "perineural_inv", invasive && chance.happens(0.5) ? "0" : chance.weighted("1:95 2:5"));
    record.code("emvi", invasive && chance.happens(0.6) ? "1" : "0");
    record.code("tumor_deposits", invasive && chance.happens(0.3) ? "0" : "1");
  }

  private static void treatment(Draft record, Chance chance, boolean neoadjuvant) {
    record.code("radiotherapy", neoadjuvant ? chance.weighted("2:85 1:6 0:9") : "0");
    record.code("surgery", "1");
    if (!neoadjuvant) {
      record.code("chemo", "0").number("neoadj", 0);
      return;
    }
    record.code("chemo", chance.weighted("2:88 1:12"));
    int agents = Integer.parseInt(chance.weighted("1:82 2:16 3:2"));
    for (int agent = 0; agent < agents; agent++) {
      String group = GROUPS[agent];
      int weeks = chance.of(5, 6, 12, 16);
      record.code("chemo_drug" + group, chance.weighted("0:55 1:15 2:5 3:5 4:20"));
      record.number("chemo_dose" + group, chance.skewed(1650, 0.2), 0);
      record.number("chemo_dur" + group, weeks).number("neoadj" + group, Math.max(1, weeks / 2));
    }
    record.number("neoadj_surgery", chance.between(1, 4));
  }
}
