package org.tessera.etl.imaging;

import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.tessera.dicom.DateTime;
import org.tessera.dicom.Vr;
import org.tessera.etl.imaging.AttributeTable.Attribute;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the instances of a study say together: the document the rules of
/// `mappings/dicom/imaging-study.yaml` and `structured-report.yaml` read. The order in which
/// instances came does not matter.
final class StudyDigest {
  /// More values of one attribute in one series are told by the least and the greatest.
  private static final int VALUES_MAX = 8;

  private static final String MODIFIED = "LongitudinalTemporalInformationModified";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final AttributeTable table;
  private final UnaryOperator<String> digest;

  /// @param digest a keyed digest, for names of machines
  StudyDigest(AttributeTable table, UnaryOperator<String> digest) {
    this.table = table;
    this.digest = digest;
  }

  /// @param instances those that may be used, at least one
  /// @param contents what some of them say of others, by their UIDs
  ObjectNode of(List<Instance> instances, Map<String, ObjectNode> contents) {
    Map<String, List<Instance>> series = new TreeMap<>();
    for (Instance instance : instances) {
      series.computeIfAbsent(instance.seriesUid(), _ -> new ArrayList<>()).add(instance);
    }
    boolean modified = first(instances, MODIFIED).equals("MODIFIED");
    ObjectNode study = JSON.objectNode();
    study.put("uid", instances.getFirst().studyUid());
    started(instances, "StudyDate", "StudyTime").ifPresent(at -> study.put("started", at));
    study.put("datesModified", modified);
    put(study, "description", first(instances, "StudyDescription"));
    ArrayNode modality = study.putArray("modality");
    distinct(instances, "Modality").forEach(modality::add);
    study.put("seriesCount", series.size());
    study.put("instances", instances.size());
    Map<String, ObjectNode> devices = new LinkedHashMap<>();
    ArrayNode list = study.putArray("series");
    series.values().stream()
        .sorted(Comparator.comparingLong(StudyDigest::number))
        .forEach(one -> {
          ObjectNode said = series(one, modified, devices);
          StudyContents.mark(said, one, contents);
          list.add(said);
        });
    ArrayNode machines = study.putArray("devices");
    devices.values().forEach(machines::add);
    StudyContents.report(study, instances, contents);
    return study;
  }

  private static long number(List<Instance> series) {
    String number = first(series, "SeriesNumber");
    return number.matches("\\d{1,9}") ? Long.parseLong(number) : Long.MAX_VALUE;
  }

  private ObjectNode series(
      List<Instance> instances, boolean modified, Map<String, ObjectNode> devices) {
    ObjectNode series = JSON.objectNode();
    series.put("uid", instances.getFirst().seriesUid());
    if (number(instances) != Long.MAX_VALUE) {
      series.put("number", number(instances));
    }
    put(series, "modality", first(instances, "Modality"));
    put(series, "description", first(instances, "SeriesDescription"));
    put(series, "bodyPart", first(instances, "BodyPartExamined"));
    put(series, "laterality", first(instances, "Laterality"));
    if (!modified) {
      // A date that was moved is told once, for the study.
      started(instances, "SeriesDate", "SeriesTime").ifPresent(at -> series.put("started", at));
    }
    series.put("instances", instances.size());
    device(instances)
        .ifPresent(device -> {
          series.put("device", device.path("key").stringValue());
          devices.put(device.path("key").stringValue(), device);
        });
    ArrayNode features = series.putArray("features");
    for (Attribute attribute : table.all()) {
      if (!attribute.kind().isEmpty()) {
        features(attribute, instances, features);
      }
    }
    return series;
  }

  private Optional<ObjectNode> device(List<Instance> instances) {
    ObjectNode device = JSON.objectNode();
    put(device, "manufacturer", first(instances, "Manufacturer"));
    put(device, "model", first(instances, "ManufacturerModelName"));
    put(device, "serial", first(instances, "DeviceSerialNumber"));
    String software = first(instances, "SoftwareVersions");
    if (!software.isEmpty()) {
      ArrayNode versions = device.putArray("software");
      for (String version : software.split("\\\\", -1)) {
        versions.add(version);
      }
    }
    if (device.isEmpty()) {
      return Optional.empty();
    }
    device.put("key", "device-" + digest.apply(device.toString()));
    return Optional.of(device);
  }

  private static void features(Attribute attribute, List<Instance> instances, ArrayNode into) {
    if (attribute.kind().equals("number")) {
      TreeSet<BigDecimal> numbers = new TreeSet<>();
      for (String value : parts(instances, attribute.name())) {
        number(value).ifPresent(numbers::add);
      }
      List<BigDecimal> told =
          numbers.size() > VALUES_MAX
              ? List.of(numbers.first(), numbers.last())
              : List.copyOf(numbers);
      told.forEach(number ->
          into.addObject()
              .put("name", attribute.name())
              .put("unit", attribute.unit())
              .put("number", number));
      return;
    }
    distinct(instances, attribute.name()).stream()
        .limit(VALUES_MAX)
        .forEach(text -> into.addObject().put("name", attribute.name()).put("text", text));
  }

  private static Optional<BigDecimal> number(String value) {
    try {
      BigDecimal number = new BigDecimal(value.strip()).stripTrailingZeros();
      return number.precision() > 20 || Math.abs(number.scale()) > 20
          ? Optional.empty()
          : Optional.of(number.scale() < 0 ? number.setScale(0) : number);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static NavigableSet<String> parts(List<Instance> instances, String name) {
    TreeSet<String> parts = new TreeSet<>();
    for (Instance instance : instances) {
      String value = instance.attribute(name);
      if (!value.isEmpty()) {
        parts.addAll(List.of(value.split("\\\\", -1)));
      }
    }
    parts.remove("");
    return parts;
  }

  private static NavigableSet<String> distinct(List<Instance> instances, String name) {
    TreeSet<String> values = new TreeSet<>();
    instances.forEach(instance -> values.add(instance.attribute(name)));
    values.remove("");
    return values;
  }

  /// The least of the values, so that the order of arrival decides nothing.
  static String first(List<Instance> instances, String name) {
    NavigableSet<String> values = distinct(instances, name);
    return values.isEmpty() ? "" : values.first();
  }

  /// The earliest date of the instances; with its time of day where the zone is told, because FHIR
  /// has no time without one.
  private static Optional<String> started(List<Instance> instances, String date, String time) {
    return instances.stream()
        .flatMap(instance -> started(instance, date, time).stream())
        .min(String::compareTo);
  }

  private static Optional<String> started(Instance instance, String date, String time) {
    String day = instance.attribute(date);
    String zone = instance.attribute("TimezoneOffsetFromUTC");
    String clock = instance.attribute(time);
    if (zone.matches("[+-]\\d{4}") && clock.length() >= 6) {
      Optional<DateTime> moment =
          DateTime.parse(Vr.DT, day + clock.substring(0, 6) + zone)
              .filter(found -> found.offset().isPresent());
      if (moment.isPresent()) {
        return moment.map(found ->
            DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                found.earliest().atOffset(found.offset().orElseThrow())));
      }
    }
    return DateTime.parse(Vr.DA, day)
        .filter(found -> found.precision() == DateTime.Precision.DAY)
        .map(found -> found.earliest().toLocalDate().toString());
  }

  private static void put(ObjectNode node, String name, String value) {
    if (!value.isBlank()) {
      node.put(name, value);
    }
  }
}
