package org.tessera.fhir.structure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The elements of a resource, data type or component, in the order of the standard.
public final class Structure {
  private final String name;
  private final List<ElementDefinition> elements = new ArrayList<>();
  private final Map<String, ElementDefinition> byName = new HashMap<>();
  private final Map<String, List<ElementDefinition>> required = new LinkedHashMap<>();
  private final Set<String> choices = new LinkedHashSet<>();

  Structure(String name) {
    this.name = name;
  }

  void add(ElementDefinition element) {
    elements.add(element);
    byName.put(element.name(), element);
    if (element.required()) {
      required.computeIfAbsent(element.choice(), any -> new ArrayList<>()).add(element);
    }
    if (element.isChoice()) {
      choices.add(element.choice());
    }
  }

  public String name() {
    return name;
  }

  public List<ElementDefinition> elements() {
    return elements;
  }

  /// The element of this name in JSON, without a leading underscore.
  public Optional<ElementDefinition> element(String elementName) {
    return Optional.ofNullable(byName.get(elementName));
  }

  @Nullable ElementDefinition find(String elementName) {
    return byName.get(elementName);
  }

  Map<String, List<ElementDefinition>> required() {
    return required;
  }

  boolean hasChoices() {
    return !choices.isEmpty();
  }
}
