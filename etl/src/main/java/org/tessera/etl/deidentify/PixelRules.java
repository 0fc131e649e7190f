package org.tessera.etl.deidentify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Dictionary;
import org.tessera.dicom.DictionaryEntry;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.RuleNode;

/// Which pictures may show who the patient is, and where text stands in those of known machines.
final class PixelRules {
  private final List<ReviewRule> reviews;
  private final List<RegionRule> regions;

  /// A rule whose conditions must all hold.
  private record ReviewRule(boolean face, String why, List<Condition> conditions) {}

  /// One thing that must be so.
  private record Condition(int tag, boolean within, Set<String> texts) {
    boolean holds(DataSet dataSet) {
      for (String value : dataSet.strings(tag)) {
        String folded = Folded.fold(value);
        if (within ? texts.stream().anyMatch(folded::contains) : texts.contains(folded)) {
          return true;
        }
      }
      return false;
    }
  }

  /// Rectangles of a machine's pictures.
  ///
  /// @param rectangles x, y, width, height; negative x and y count from the far side
  private record RegionRule(
      String name,
      List<Condition> conditions,
      boolean outsideRegions,
      List<List<Integer>> rectangles) {}

  /// What the rules say of a picture.
  ///
  /// @param reasons why a person must look
  /// @param faces why a face may be rebuilt
  /// @param mask what is to be blanked, when a rule says so
  record Judgement(Set<String> reasons, Set<String> faces, Optional<BlankMask> mask) {}

  private PixelRules(List<ReviewRule> reviews, List<RegionRule> regions) {
    this.reviews = reviews;
    this.regions = regions;
  }

  static PixelRules read(RuleFiles files, List<RuleNode.Fields> reviewRows, Problems problems) {
    List<RegionRule> regions = new ArrayList<>();
    for (String file : files.names()) {
      if (file.startsWith("pixel-regions") && file.endsWith(".yaml")) {
        files
            .yaml(file, problems)
            .ifPresent(root ->
                root.asItems().forEach(item -> region(item, problems).ifPresent(regions::add)));
      }
    }
    return new PixelRules(reviews(reviewRows, problems), List.copyOf(regions));
  }

  private static List<ReviewRule> reviews(List<RuleNode.Fields> rows, Problems problems) {
    Map<String, List<Condition>> conditions = new LinkedHashMap<>();
    Map<String, RuleNode.Fields> heads = new LinkedHashMap<>();
    for (RuleNode.Fields row : rows) {
      String rule = row.text("rule", "");
      heads.putIfAbsent(rule, row);
      boolean within = row.text("relation", "is").equals("contains");
      List<String> texts = List.of(row.text("value", "").split("\\|", -1));
      SharedRules.tag(row, problems)
          .ifPresent(tag ->
              conditions
                  .computeIfAbsent(rule, _ -> new ArrayList<>())
                  .add(condition(tag, within, texts)));
    }
    List<ReviewRule> reviews = new ArrayList<>();
    heads.forEach((rule, row) -> {
      String outcome = row.text("outcome", "");
      if (!outcome.equals("review") && !outcome.equals("face")) {
        problems.add(row, "no such outcome", "review or face");
      }
      reviews.add(
          new ReviewRule(
              outcome.equals("face"),
              row.text("why", ""),
              conditions.getOrDefault(rule, List.of())));
    });
    return reviews;
  }

  private static Condition condition(int tag, boolean within, List<String> texts) {
    Set<String> folded = new LinkedHashSet<>();
    texts.forEach(text -> folded.add(Folded.fold(text.strip())));
    return new Condition(tag, within, folded);
  }

  private static Optional<RegionRule> region(RuleNode node, Problems problems) {
    if (!(node instanceof RuleNode.Fields rule)) {
      problems.add(node, "not a rule", "- rule: …, when: { … }, blank: { … }");
      return Optional.empty();
    }
    rule.onlyKnown(Set.of("rule", "when", "blank"), problems);
    List<Condition> conditions = new ArrayList<>();
    rule.fields("when")
        .fields()
        .forEach((keyword, texts) -> {
          Optional<Integer> tag = Dictionary.find(keyword).map(DictionaryEntry::tag);
          if (tag.isEmpty()) {
            problems.add(texts, "PS3.6 has no attribute " + keyword, "a keyword");
          } else {
            conditions.add(condition(tag.get(), false, texts.asTexts()));
          }
        });
    if (conditions.isEmpty()) {
      problems.add(rule, "the rule would blank every picture", "when: { Modality: [US], … }");
    }
    RuleNode.Fields blank = rule.fields("blank");
    blank.onlyKnown(Set.of("outside", "rectangles"), problems);
    List<List<Integer>> rectangles = new ArrayList<>();
    for (RuleNode rectangle : blank.all("rectangles")) {
      try {
        List<Integer> four = rectangle.asTexts().stream().map(Integer::valueOf).toList();
        if (four.size() != 4 || four.get(2) <= 0 || four.get(3) <= 0) {
          throw new NumberFormatException();
        }
        rectangles.add(four);
      } catch (NumberFormatException _) {
        problems.add(rectangle, "not a rectangle", "[x, y, width, height] in pixels");
      }
    }
    boolean outside = blank.text("outside", "").equals("ultrasound-regions");
    if (!outside && rectangles.isEmpty()) {
      problems.add(rule, "nothing is blanked", "rectangles: [[0, 0, 640, 40]]");
    }
    return Optional.of(new RegionRule(rule.text("rule", ""), conditions, outside, rectangles));
  }

  /// What is to be done about a picture.
  Judgement judge(DataSet dataSet) {
    Set<String> reasons = new LinkedHashSet<>();
    Set<String> faces = new LinkedHashSet<>();
    for (ReviewRule review : reviews) {
      if (review.conditions.stream().allMatch(condition -> condition.holds(dataSet))) {
        (review.face ? faces : reasons).add(review.why);
      }
    }
    Optional<BlankMask> mask = reasons.isEmpty() ? Optional.empty() : mask(dataSet);
    return new Judgement(reasons, faces, mask);
  }

  private Optional<BlankMask> mask(DataSet dataSet) {
    for (RegionRule rule : regions) {
      if (rule.conditions.stream().allMatch(condition -> condition.holds(dataSet))) {
        Optional<BlankMask> mask =
            rule.outsideRegions
                ? BlankMask.outsideUltrasoundRegions(dataSet, rule.name)
                : BlankMask.of(dataSet, rule.rectangles, rule.name);
        if (mask.isPresent()) {
          return mask;
        }
      }
    }
    return Optional.empty();
  }
}
