package org.tessera.fhir.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.tessera.fhir.store.IndexKeys;
import org.tessera.fhir.store.ResourceTypes;
import org.tessera.fhir.store.SearchParameter;

/// References: `Type/id`, `id` (any type the parameter may point to), an absolute address; a type
/// as modifier, `subject:Patient=1`. https://hl7.org/fhir/R4/search.html#reference
final class ReferenceParameter {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  private ReferenceParameter() {}

  static Criterion compile(SearchParameter parameter, String modifier, List<String> values) {
    if (!modifier.isEmpty() && !ResourceTypes.isKnown(modifier)) {
      throw Modifiers.unsupported(parameter, modifier);
    }
    List<Long> hashes = new ArrayList<>();
    for (String escaped : values) {
      String value = Values.unescaped(escaped);
      if (!ID.matcher(value).matches()) {
        hashes.add(parameter.seed() ^ IndexKeys.reference(value));
      } else if (!modifier.isEmpty()) {
        hashes.add(parameter.seed() ^ IndexKeys.resource(modifier, value));
      } else {
        for (String target : targets(parameter)) {
          hashes.add(parameter.seed() ^ IndexKeys.resource(target, value));
        }
      }
    }
    return new HashCriterion(hashes, false);
  }

  private static List<String> targets(SearchParameter parameter) {
    return parameter.name().equals("patient")
        ? List.of("Patient")
        : parameter.targets().isEmpty() ? ResourceTypes.all() : parameter.targets();
  }
}
