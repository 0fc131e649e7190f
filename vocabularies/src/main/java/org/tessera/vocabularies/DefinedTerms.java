package org.tessera.vocabularies;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The codes imported FHIR definitions bring, with terms and whether these may leave the node.
final class DefinedTerms {
  static final DefinedTerms NONE = new DefinedTerms(List.of());

  private final Map<String, DefinedSystem> systems = new LinkedHashMap<>();
  private final Map<String, Map<String, Term>> terms = new HashMap<>();

  private record Term(String text, boolean leaves) {}

  /// @param definitions of several that bring one code the first with a term counts
  DefinedTerms(Collection<DefinedSystem> definitions) {
    for (DefinedSystem each : definitions) {
      systems.putIfAbsent(each.system().url(), each);
      Map<String, Term> own = terms.computeIfAbsent(each.system().url(), any -> new HashMap<>());
      each.terms()
          .forEach((code, text) ->
              own.merge(
                  code,
                  new Term(text, each.licence().terms()),
                  (old, now) -> old.text().isEmpty() ? now : old));
    }
  }

  Collection<DefinedSystem> systems() {
    return systems.values();
  }

  Optional<DefinedSystem> system(String url) {
    return Optional.ofNullable(systems.get(url));
  }

  Set<String> codes(String system) {
    return terms.getOrDefault(system, Map.of()).keySet();
  }

  boolean contains(Code code) {
    return codes(code.system()).contains(code.value());
  }

  Optional<String> term(Code code) {
    return found(code).map(Term::text).filter(text -> !text.isEmpty());
  }

  /// The term, if it may leave the node.
  Optional<String> shared(Code code) {
    return found(code).filter(Term::leaves).map(Term::text).filter(text -> !text.isEmpty());
  }

  private Optional<Term> found(Code code) {
    return Optional.ofNullable(terms.getOrDefault(code.system(), Map.of()).get(code.value()));
  }
}
