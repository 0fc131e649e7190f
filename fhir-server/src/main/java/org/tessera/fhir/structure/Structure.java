package org.tessera.fhir.structure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The elements of a resource, data type or component, in the order of the standard.
public final class Structure {
  private final String name;
  private final List<ElementDefinition> elements = new ArrayList<>();
  private final Map<String, Slot> byName = new HashMap<>();
  private final List<String> required = new ArrayList<>();
  private final List<String> choices = new ArrayList<>();

  /// An element as a check meets it, with all that would otherwise be looked up by name again.
  static final class Slot {
    private final ElementDefinition element;
    private final long fulfils;
    private final int choice;
    private @Nullable Structure inside;

    private Slot(ElementDefinition element, long fulfils, int choice) {
      this.element = element;
      this.fulfils = fulfils;
      this.choice = choice;
    }

    ElementDefinition element() {
      return element;
    }

    /// The bit among [#requirements] it fulfils by being there, 0 for none.
    long fulfils() {
      return fulfils;
    }

    /// The number of the choice it belongs to, -1 for none.
    int choice() {
      return choice;
    }

    /// What stands inside, null for a value or a resource.
    @Nullable Structure inside() {
      return inside;
    }
  }

  Structure(String name) {
    this.name = name;
  }

  void add(ElementDefinition element) {
    elements.add(element);
    int requirement = element.required() ? place(required, element.choice()) : -1;
    int choice = element.isChoice() ? place(choices, element.choice()) : -1;
    if (requirement >= Long.SIZE) {
      throw new IllegalStateException(name + " requires more elements than fit");
    }
    byName.put(element.name(), new Slot(element, requirement < 0 ? 0 : 1L << requirement, choice));
  }

  private static int place(List<String> names, String wanted) {
    if (!names.contains(wanted)) {
      names.add(wanted);
    }
    return names.indexOf(wanted);
  }

  /// To be told when all structures are there.
  void link(Map<String, Structure> all) {
    byName.values().forEach(slot -> slot.inside = all.get(slot.element.type()));
  }

  public String name() {
    return name;
  }

  public List<ElementDefinition> elements() {
    return elements;
  }

  /// The element of this name in JSON, without a leading underscore.
  public Optional<ElementDefinition> element(String elementName) {
    return Optional.ofNullable(find(elementName));
  }

  @Nullable ElementDefinition find(String elementName) {
    Slot slot = byName.get(elementName);
    return slot == null ? null : slot.element;
  }

  @Nullable Slot slot(String elementName) {
    return byName.get(elementName);
  }

  /// A bit for each element, or choice of elements, that must be there.
  long requirements() {
    return required.isEmpty() ? 0 : -1L >>> (Long.SIZE - required.size());
  }

  /// The name of a requirement by the number of its bit.
  String requirement(int bit) {
    return required.get(bit);
  }

  int choices() {
    return choices.size();
  }
}
