package org.tessera.fhir.store;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildPrimitiveEnumerationDatatypeDefinition;
import ca.uhn.fhir.context.RuntimeResourceBlockDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Derives the committed table of elements from HAPI's model of FHIR R4, so that the committed file
/// can be proved equal to it.
final class ElementDerivation {
  private static final FhirContext R4 = FhirContext.forR4Cached();

  private final Set<String> lines = new TreeSet<>();
  private final Map<Class<?>, String> nodes = new HashMap<>();

  private ElementDerivation() {}

  static List<String> lines() {
    var derivation = new ElementDerivation();
    for (String type : new TreeSet<>(R4.getResourceTypes())) {
      derivation.node(type, R4.getResourceDefinition(type));
    }
    return List.copyOf(derivation.lines);
  }

  private void node(String node, BaseRuntimeElementCompositeDefinition<?> definition) {
    if (nodes.putIfAbsent(definition.getImplementingClass(), node) != null) {
      return;
    }
    for (BaseRuntimeChildDefinition child : definition.getChildren()) {
      String name = child.getElementName();
      if (name.equals("extension") || name.equals("modifierExtension")) {
        // Every node has them; Elements knows.
        continue;
      }
      boolean choice = !child.getValidChildNames().contains(name);
      Set<String> types = new TreeSet<>();
      for (String valid : child.getValidChildNames()) {
        BaseRuntimeElementDefinition<?> found = child.getChildByName(valid);
        if (found == null || (!choice && !valid.equals(name))) {
          continue;
        }
        String type = type(node, name, found);
        if (choice && !valid.equals(name + capitalised(type))) {
          continue;
        }
        types.add(type);
      }
      lines.add(
          String.join(
              "\t", node, choice ? name + "[x]" : name, String.join(" ", types), system(child)));
    }
  }

  private String type(String node, String name, BaseRuntimeElementDefinition<?> found) {
    if (found instanceof RuntimeResourceBlockDefinition block) {
      node(node + "." + name, block);
      return nodes.getOrDefault(block.getImplementingClass(), "");
    }
    if (found instanceof BaseRuntimeElementCompositeDefinition<?> composite
        && !R4.getResourceTypes().contains(found.getName())) {
      node(found.getName(), composite);
    }
    return found.getName();
  }

  /// A code element has no system of its own: that of the value set it is bound to, if one.
  private static String system(BaseRuntimeChildDefinition child) {
    if (!(child instanceof RuntimeChildPrimitiveEnumerationDatatypeDefinition enumeration)) {
      return "";
    }
    Class<? extends Enum<?>> bound = enumeration.getBoundEnumType();
    Set<String> systems = new TreeSet<>();
    for (Enum<?> constant : bound.getEnumConstants()) {
      try {
        String system = (String) bound.getMethod("getSystem").invoke(constant);
        if (system != null && system.startsWith("http")) {
          systems.add(system);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return systems.size() == 1 ? systems.iterator().next() : "";
  }

  private static String capitalised(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
