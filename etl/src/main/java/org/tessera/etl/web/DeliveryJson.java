package org.tessera.etl.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tessera.etl.Delivery;
import org.tessera.etl.Journal;
import org.tessera.etl.imaging.ImageJournal;

/// A delivery's report as JSON; it holds no name of a file and no patient.
final class DeliveryJson {
  private static final long REJECTIONS_MAX = 100_000;
  private static final int FILES_MAX = 100_000;

  private DeliveryJson() {}

  static Map<String, Object> of(Journal journal, long id) {
    Delivery delivery = journal.find(id).orElseThrow();
    Map<String, Object> json = head(delivery);
    json.put("rules", journal.report(id).rules());
    List<Map<String, Object>> rejections = new ArrayList<>();
    journal.rejections(
        id,
        "",
        REJECTIONS_MAX,
        rejected -> {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("sheet", rejected.sheet());
          one.put("cell", rejected.cell());
          one.put("row", rejected.rejection().row());
          one.put("form", rejected.rejection().form());
          one.put("column", rejected.rejection().column());
          one.put("value", rejected.rejection().value());
          one.put("rule", rejected.rejection().rule());
          one.put("severity", rejected.rejection().severity());
          one.put("message", rejected.rejection().message());
          one.put("remedy", rejected.rejection().remedy());
          rejections.add(one);
        });
    json.put("rejections", rejections);
    return json;
  }

  /// What became of the files of a delivery of images; nothing for one of workbooks.
  static void images(Map<String, Object> json, ImageJournal images, long id) {
    images
        .counts(id)
        .ifPresent(counts -> {
          json.put("profile", images.profile(id));
          json.put("images", counts);
          json.put("refusedFiles", images.refused(id, FILES_MAX));
        });
  }

  static Map<String, Object> head(Delivery delivery) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", delivery.id());
    json.put("study", delivery.study());
    json.put("state", delivery.state());
    json.put("dryRun", delivery.dry());
    json.put("sha256", delivery.sha256());
    json.put("bytes", delivery.bytes());
    json.put("receivedAt", delivery.receivedAt().toString());
    delivery.finishedAt().ifPresent(at -> json.put("finishedAt", at.toString()));
    delivery.duplicateOf().ifPresent(of -> json.put("duplicateOf", of));
    json.put("reason", delivery.reason());
    json.put("message", delivery.message());
    json.put("counts", delivery.counts());
    return json;
  }
}
