package org.tessera.etl.deidentify;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tessera.dicom.Dictionary;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Vr;
import org.tessera.mappings.Problems;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.RuleNode;

/// Reads a profile and works out what its options come to, attribute by attribute.
final class ProfileReader {
  private static final Set<String> WORDS =
      Set.of(
          "profile",
          "title",
          "origin",
          "options",
          "key",
          "patient",
          "shift",
          "age-years-max",
          "only",
          "rules");
  private static final List<Option> RETAINING =
      EnumSet.allOf(Option.class).stream()
          .filter(option -> option.word().startsWith("retain"))
          .toList();

  private final RuleFiles files;
  private final SharedRules shared;
  private final Problems problems;

  ProfileReader(RuleFiles files, SharedRules shared, Problems problems) {
    this.files = files;
    this.shared = shared;
    this.problems = problems;
  }

  Optional<Profile> read(String file) {
    if (!(files.yaml(file, problems).orElse(null) instanceof RuleNode.Fields node)) {
      return Optional.empty();
    }
    node.onlyKnown(WORDS, problems);
    Set<Option> options = options(node);
    var parts = new RuleTable.Parts();
    shared
        .unlisted()
        .forEach((vr, word) -> parts.byVr.put(vr, rule(node, word, "unlisted " + vr, options)));
    shared
        .kept()
        .forEach((tag, word) -> parts.byTag.put(tag, rule(node, word, "kept.csv", options)));
    shared.standard().forEach(row -> standard(row, options, parts));
    if (options.contains(Option.RETAIN_SAFE_PRIVATE)) {
      parts.safePrivate = shared.safePrivate();
    }
    Profile.Treatment treatment = treatment(node, options);
    patient(treatment, parts);
    node.all("rules").forEach(rule -> own(rule, parts));
    if (node.has("only")) {
      parts.only = only(node);
    }
    var description =
        new Profile.Description(
            node.text("profile", ""), node.text("title", ""), node.text("origin", ""));
    if (!file.endsWith("/" + description.name() + ".yaml")) {
      problems.add(node, "the profile's name is not its file's", "profile: as the file is called");
    }
    return Optional.of(new Profile(description, options, treatment, new RuleTable(parts)));
  }

  private Set<Option> options(RuleNode.Fields node) {
    Set<Option> options = EnumSet.noneOf(Option.class);
    for (String word : node.texts("options")) {
      Option.of(word)
          .ifPresentOrElse(
              options::add,
              () ->
                  problems.add(
                      node, "no option " + word, "one of " + String.join(", ", Option.words())));
    }
    if (options.contains(Option.RETAIN_FULL_DATES)
        && options.contains(Option.RETAIN_MODIFIED_DATES)) {
      problems.add(node, "dates cannot be both full and modified (PS3.15 E.3.6)", "choose one");
    }
    return options;
  }

  private Profile.Treatment treatment(RuleNode.Fields node, Set<Option> options) {
    RuleNode.Fields shift = node.fields("shift");
    int earliest = shift.number("earliest").map(Number::intValue).orElse(0);
    int latest = shift.number("latest").map(Number::intValue).orElse(0);
    if (options.contains(Option.RETAIN_MODIFIED_DATES) && !node.has("shift")) {
      problems.add(node, "modified dates need a shift", "shift: { earliest: -3650, latest: -30 }");
    }
    if (earliest > latest || earliest < -36_500 || latest > 36_500) {
      problems.add(
          node, "the shift is no range of days", "shift: { earliest: -3650, latest: -30 }");
    }
    String key = node.text("key", "node");
    if (!key.equals("node") && !key.equals("discarded")) {
      problems.add(node, "no such key", "key: node or key: discarded");
    }
    String patient = node.text("patient", "pseudonym");
    if (!patient.equals("pseudonym") && !patient.equals("kept")) {
      problems.add(node, "no such treatment", "patient: pseudonym or patient: kept");
    }
    return new Profile.Treatment(
        key.equals("node") ? Profile.Key.NODE : Profile.Key.DISCARDED,
        patient.equals("kept"),
        earliest,
        latest,
        node.number("age-years-max").map(Number::intValue).orElse(Integer.MAX_VALUE));
  }

  private static void patient(Profile.Treatment treatment, RuleTable.Parts parts) {
    Action action = treatment.patientKept() ? Action.KEEP : Action.PSEUDONYM;
    String source = treatment.patientKept() ? "patient: kept" : "pseudonym";
    parts.byTag.put(Tag.PatientID, new TagRule(action, source));
    parts.byTag.put(Tag.PatientName, new TagRule(action, source));
  }

  private void standard(RuleNode.Fields row, Set<Option> options, RuleTable.Parts parts) {
    String tag = row.text("tag", "");
    if (tag.equals("odd")) {
      return;
    }
    int value = Integer.parseUnsignedInt(tag.replace('x', '0'), 16);
    TagRule rule = standard(row, value, options);
    if (!tag.contains("x")) {
      parts.byTag.put(value, rule);
      return;
    }
    int mask = 0;
    for (int i = 0; i < tag.length(); i++) {
      mask = mask << 4 | (tag.charAt(i) == 'x' ? 0 : 0xF);
    }
    parts.masked.add(new RuleTable.Masked(mask, value, rule));
  }

  /// What is retained counts for more than what is cleaned, and that for more than the basic
  /// profile.
  private TagRule standard(RuleNode.Fields row, int tag, Set<Option> options) {
    for (Option option : RETAINING) {
      if (options.contains(option) && row.text(option.word(), "").equals("K")) {
        return new TagRule(Action.KEEP, option.word());
      }
    }
    Action basic =
        Action.of(row.text("basic", ""))
            .orElseGet(() -> {
              problems.add(row, "no such action", "X, Z, D, K, C, U or several with / between");
              return Action.REMOVE;
            });
    for (Option option : options) {
      if (row.text(option.word(), "").equals("C")) {
        Action action = cleaning(option, tag);
        return new TagRule(action == Action.REMOVE ? basic : action, option.word());
      }
    }
    return new TagRule(basic, "PS3.15 E.1-1");
  }

  /// What an option's C means for a representation; bitmaps and other bytes cannot be cleaned.
  private static Action cleaning(Option option, int tag) {
    Vr vr = Dictionary.find(tag).map(entry -> entry.vrs().getFirst()).orElse(Vr.UN);
    return switch (vr) {
      case OB, OW, UN -> Action.REMOVE;
      default -> option == Option.RETAIN_MODIFIED_DATES ? Action.SHIFT : Action.CLEAN;
    };
  }

  private TagRule rule(RuleNode.Fields node, String word, String source, Set<Option> options) {
    return new TagRule(
        switch (word) {
          case "keep" -> Action.KEEP;
          case "clean" -> Action.CLEAN;
          case "code" -> Action.CODE;
          case "uid" -> options.contains(Option.RETAIN_UIDS) ? Action.KEEP : Action.UID;
          case "remove" -> Action.REMOVE;
          case "empty" -> Action.EMPTY;
          case "dummy" -> Action.DUMMY;
          case "date" ->
              options.contains(Option.RETAIN_FULL_DATES)
                  ? Action.KEEP
                  : options.contains(Option.RETAIN_MODIFIED_DATES) ? Action.SHIFT : Action.REMOVE;
          default -> {
            problems.add(
                node, "no action " + word, "keep, clean, code, uid, date, empty, dummy or remove");
            yield Action.REMOVE;
          }
        },
        source);
  }

  private void own(RuleNode rule, RuleTable.Parts parts) {
    if (!(rule instanceof RuleNode.Fields fields)) {
      problems.add(rule, "not a rule", "{ attribute: KVP, action: keep, why: … }");
      return;
    }
    fields.onlyKnown(Set.of("attribute", "action", "why"), problems);
    SharedRules.tag(fields, problems)
        .ifPresent(tag ->
            parts.byTag.put(
                tag, rule(fields, fields.text("action", ""), "the profile's own rule", Set.of())));
  }

  private Set<Integer> only(RuleNode.Fields node) {
    String list = node.text("only", "");
    if (files.text(list).isEmpty()) {
      problems.add(node, "there is no list " + list, "a CSV beside the tables, column attribute");
    }
    Set<Integer> tags = new HashSet<>();
    for (RuleNode.Fields row : files.rows(list, problems)) {
      SharedRules.tag(row, problems).ifPresent(tags::add);
    }
    return tags;
  }
}
