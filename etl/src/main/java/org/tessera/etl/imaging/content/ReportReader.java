package org.tessera.etl.imaging.content;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DateTime;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Vr;
import org.tessera.etl.imaging.content.ConceptRoles.Role;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The measurements and coded answers of one Structured Report, each with what its group says of it
/// (PS3.16 TID 1500). For one report.
final class ReportReader {
  /// A report says so much of a patient; what is beyond is counted.
  private static final int OBSERVATIONS_MAX = 2_000;

  private static final int RELATIONSHIP = 0x0040A010;
  private static final int VALUE_TYPE = 0x0040A040;
  private static final int CONCEPT_NAME = 0x0040A043;
  private static final int CONCEPT_CODE = 0x0040A168;
  private static final int UID_VALUE = 0x0040A124;
  private static final int OBSERVATION_UID = 0x0040A171;
  private static final int MEASURED_VALUE = 0x0040A300;
  private static final int QUALIFIER = 0x0040A301;
  private static final int NUMERIC_VALUE = 0x0040A30A;
  private static final int UNITS = 0x004008EA;
  private static final int CONTENT_DATE = 0x00080023;
  private static final int COMPLETION = 0x0040A491;
  private static final int PRELIMINARY = 0x0040A496;
  private static final int PREDECESSORS = 0x0040A360;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ConceptRoles roles;
  private final CodedConcepts codes;
  private final DataSet document;
  private final Surroundings around;
  private final Evidence evidence;
  private final ItemContext contexts;
  private final String uid;
  private final String status;
  private final ArrayNode observations = JSON.arrayNode();
  private int left;

  /// @param contexts for this report alone
  ReportReader(
      ConceptRoles roles,
      CodedConcepts codes,
      DataSet document,
      Surroundings around,
      ItemContext contexts) {
    this.roles = roles;
    this.codes = codes;
    this.document = document;
    this.around = around;
    this.evidence = new Evidence(document, around);
    this.contexts = contexts;
    this.uid = document.string(Tag.SOPInstanceUID).orElse("");
    this.status = status();
  }

  private String status() {
    if (document.string(PRELIMINARY).orElse("").equals("PRELIMINARY")) {
      return "preliminary";
    }
    return document.string(COMPLETION).orElse("COMPLETE").equals("PARTIAL") ? "partial" : "final";
  }

  /// What it says; `predecessors` are the instances it takes the place of.
  ObjectNode read() {
    ObjectNode report = JSON.objectNode();
    report.put("uid", "urn:oid:" + uid);
    report.put("key", around.digest().apply(uid));
    report.put("status", status);
    codes.concept(document, CONCEPT_NAME).ifPresent(title -> report.set("title", title));
    document
        .string(CONTENT_DATE)
        .flatMap(day -> DateTime.parse(Vr.DA, day))
        .ifPresent(day -> report.put("date", day.earliest().toLocalDate().toString()));
    if (roles.of(codes.name(document, CONCEPT_NAME)).filter(Role.REPORT::equals).isPresent()) {
      List<DataSet> items = document.sequence(Tag.ContentSequence);
      for (int i = 0; i < items.size(); i++) {
        container(items.get(i), Integer.toString(i + 1));
      }
    }
    report.put("left", left);
    predecessors(report.putArray("predecessors"));
    ArrayNode results = report.putArray("results");
    Set<String> members = new LinkedHashSet<>();
    observations.forEach(
        one -> one.path("members").forEach(member -> members.add(member.stringValue())));
    for (var one : observations) {
      String key = one.path("key").stringValue();
      if (!members.contains(key)) {
        results.add(key);
      }
      if (report.has("date")) {
        ((ObjectNode) one).set("date", report.get("date"));
      }
    }
    report.set("observations", observations);
    report.set("algorithms", contexts.algorithms());
    return report;
  }

  /// Instances whose content stands in this one as well, PS3.3 C.17.2.3.
  private void predecessors(ArrayNode into) {
    for (DataSet study : document.sequence(PREDECESSORS)) {
      for (DataSet series : study.sequence(0x00081115)) {
        for (DataSet instance : series.sequence(0x00081199)) {
          instance.string(0x00081155).ifPresent(into::add);
        }
      }
    }
  }

  private void container(DataSet item, String path) {
    Role role = role(item);
    List<DataSet> items = item.sequence(Tag.ContentSequence);
    ObjectNode context = contexts.of(JSON.objectNode(), items);
    for (int i = 0; i < items.size(); i++) {
      DataSet inner = items.get(i);
      String place = path + "." + (i + 1);
      if (role == Role.MEASUREMENTS && role(inner) == Role.GROUP) {
        group(inner, place, context);
      } else if (role == Role.MEASUREMENTS && isNumber(inner)) {
        measurement(inner, place, context, Set.of());
      } else if (role == Role.EVALUATIONS && isAnswer(inner)) {
        evaluation(inner, place, context, Set.of());
      }
    }
  }

  private void group(DataSet item, String path, ObjectNode outer) {
    List<DataSet> items = item.sequence(Tag.ContentSequence);
    ObjectNode context = contexts.of(outer, items);
    Set<Evidence.Place> on = places(items);
    ObjectNode group = context.deepCopy();
    group.put("kind", "group");
    ArrayNode members = group.putArray("members");
    ObjectNode finding = JSON.objectNode();
    for (int i = 0; i < items.size(); i++) {
      DataSet inner = items.get(i);
      String place = path + "." + (i + 1);
      Optional<String> member = Optional.empty();
      if (isNumber(inner)) {
        member = measurement(inner, place, context, on);
      } else if (isAnswer(inner)) {
        member = evaluation(inner, place, context, on);
      } else if (role(inner) == Role.FINDING) {
        codes.concept(inner, CONCEPT_NAME).ifPresent(name -> finding.set("concept", name));
        codes.concept(inner, CONCEPT_CODE).ifPresent(answer -> finding.set("answer", answer));
      }
      member.ifPresent(members::add);
    }
    if (finding.has("answer")) {
      group.setAll(finding);
    } else {
      codes.concept(item, CONCEPT_NAME).ifPresent(name -> group.set("concept", name));
    }
    if (!members.isEmpty() || finding.has("answer")) {
      add(item, path, group, on);
    }
  }

  private Optional<String> measurement(
      DataSet item, String path, ObjectNode context, Set<Evidence.Place> on) {
    List<DataSet> items = item.sequence(Tag.ContentSequence);
    ObjectNode one = contexts.of(context, items);
    one.put("kind", "measurement");
    Optional<ObjectNode> name = codes.concept(item, CONCEPT_NAME);
    List<DataSet> values = item.sequence(MEASURED_VALUE);
    List<BigDecimal> numbers =
        values.isEmpty() ? List.of() : values.getFirst().numbers(NUMERIC_VALUE);
    Optional<ObjectNode> absent = codes.concept(item, QUALIFIER);
    if (name.isEmpty() || (numbers.isEmpty() && absent.isEmpty())) {
      return Optional.empty();
    }
    one.set("concept", name.get());
    if (numbers.isEmpty()) {
      one.set("absent", absent.get());
    } else {
      codes
          .quantity(numbers.getFirst(), values.getFirst(), UNITS)
          .ifPresent(quantity -> one.set("quantity", quantity));
    }
    Set<Evidence.Place> own = places(items);
    return add(item, path, one, own.isEmpty() ? on : own);
  }

  private Optional<String> evaluation(
      DataSet item, String path, ObjectNode context, Set<Evidence.Place> on) {
    Optional<ObjectNode> name = codes.concept(item, CONCEPT_NAME);
    Optional<ObjectNode> answer = codes.concept(item, CONCEPT_CODE);
    if (name.isEmpty() || answer.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode one = contexts.of(context, item.sequence(Tag.ContentSequence));
    one.put("kind", "evaluation");
    one.set("concept", name.get());
    one.set("answer", answer.get());
    return add(item, path, one, on);
  }

  /// @return its key; nothing when the report says too much
  private Optional<String> add(DataSet item, String path, ObjectNode one, Set<Evidence.Place> on) {
    if (observations.size() >= OBSERVATIONS_MAX) {
      left++;
      return Optional.empty();
    }
    String key = around.digest().apply(uid + "/" + path);
    one.put("key", key);
    one.put("status", status.equals("partial") ? "preliminary" : status);
    item.string(OBSERVATION_UID).ifPresent(own -> one.put("observationUid", "urn:oid:" + own));
    evidence.write(on, one.putArray("on"));
    observations.add(one);
    return Optional.of(key);
  }

  /// The series a group or a number was taken from: named images, else the segmentation's.
  private Set<Evidence.Place> places(List<DataSet> items) {
    Set<Evidence.Place> images = new LinkedHashSet<>();
    Set<Evidence.Place> segments = new LinkedHashSet<>();
    for (DataSet item : items) {
      Role role = role(item);
      if (role == Role.SOURCE_SERIES) {
        item.string(UID_VALUE).flatMap(evidence::series).ifPresent(images::add);
      }
      (role == Role.SEGMENT ? segments : images).addAll(evidence.images(item));
      for (DataSet selected : item.sequence(Tag.ContentSequence)) {
        if (isRegion(item)) {
          images.addAll(evidence.images(selected));
        }
      }
    }
    return images.isEmpty() ? segments : images;
  }

  private Role role(DataSet item) {
    return roles.of(codes.name(item, CONCEPT_NAME)).orElse(Role.NONE);
  }

  private static boolean isNumber(DataSet item) {
    return item.string(VALUE_TYPE).orElse("").equals("NUM");
  }

  private static boolean isRegion(DataSet item) {
    return item.string(VALUE_TYPE).orElse("").startsWith("SCOORD");
  }

  private boolean isAnswer(DataSet item) {
    return role(item) == Role.NONE
        && item.string(VALUE_TYPE).orElse("").equals("CODE")
        && item.string(RELATIONSHIP).orElse("").equals("CONTAINS");
  }
}
