package org.tessera.fhir.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tessera.fhir.store.IndexKeys;
import org.tessera.fhir.store.ResourceTypes;
import org.tessera.fhir.store.SearchParameter;

/// References: `Type/id`, `id` (any type the parameter may point to), an absolute or canonical
/// address; a type as modifier, `subject:Patient=1`; `:identifier`.
/// https://hl7.org/fhir/R4/search.html#reference
final class ReferenceParameter {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final Pattern LOCAL = Pattern.compile("([A-Za-z]+)/([A-Za-z0-9.-]{1,64})(/.*)?");

  private ReferenceParameter() {}

  static Criterion compile(Asked asked) {
    List<Long> hashes = new ArrayList<>();
    for (SearchParameter parameter : asked.indexed()) {
      for (String value : asked.values()) {
        if (asked.modifier().equals("identifier")) {
          long start = IndexKeys.identifier(parameter.seed());
          hashes.add(TokenParameter.hash(start, asked.name() + ":identifier", value));
        } else {
          String plain = Values.unescaped(value);
          String own = own(asked, plain);
          add(parameter, asked, own, hashes);
          if (!own.equals(plain)) {
            // Canonical addresses are stored as they were written.
            hashes.add(parameter.seed() ^ IndexKeys.reference(plain));
          }
        }
      }
    }
    return HashCriterion.of(hashes);
  }

  /// A value without the base of this server: an absolute address below it is as good as a relative
  /// one. https://hl7.org/fhir/R4/search.html#reference
  private static String own(Asked asked, String value) {
    String base = asked.context().base() + "/";
    return base.length() > 1 && value.startsWith(base) ? value.substring(base.length()) : value;
  }

  private static void add(SearchParameter parameter, Asked asked, String value, List<Long> hashes) {
    boolean typed = !asked.modifier().isEmpty();
    if (typed && !ResourceTypes.isKnown(asked.modifier())) {
      throw asked.unsupportedModifier();
    }
    if (ID.matcher(value).matches()) {
      List<String> types = typed ? List.of(asked.modifier()) : targets(parameter);
      for (String target : types) {
        hashes.add(parameter.seed() ^ IndexKeys.resource(target, value));
      }
      return;
    }
    Matcher local = LOCAL.matcher(value);
    boolean isLocal = local.matches() && ResourceTypes.isKnown(local.group(1));
    if (typed && (!isLocal || !local.group(1).equals(asked.modifier()))) {
      throw new InvalidSearch(
          asked.name() + ":" + asked.modifier() + " takes an id or a reference of that type");
    }
    String plain = isLocal ? local.group(1) + "/" + local.group(2) : value;
    hashes.add(parameter.seed() ^ IndexKeys.reference(plain));
  }

  /// The types the references of a parameter may lead to.
  static List<String> targets(SearchParameter parameter) {
    return parameter.name().equals("patient")
        ? List.of("Patient")
        : parameter.targets().isEmpty() ? ResourceTypes.all() : parameter.targets();
  }
}
