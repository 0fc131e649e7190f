package org.tessera.dicom.check;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What the information object of a SOP class demands of an attribute (PS3.3 annexes A and C): the
/// strictest of what its modules say. Conditional types count as if their condition held.
public final class AttributeTypes {
  private static final Map<String, AttributeTypes> KNOWN = new ConcurrentHashMap<>();
  private static final int KNOWN_MAX = 512;

  /// What is demanded.
  public enum Demand {
    /// Type 1: must have a value.
    VALUE,
    /// Type 2: must stand there and may be empty.
    PRESENCE,
    /// Type 3, or of no module: may be absent.
    NOTHING,
    /// The information object, or the sequence around the attribute, is not in the tables.
    UNKNOWN
  }

  private final List<IodTable.Rules> modules;

  private AttributeTypes(String sopClass) {
    modules = IodTable.modules(sopClass).stream().map(row -> IodTable.rules(row.module())).toList();
  }

  /// The types of a SOP class; for one without a table all are unknown.
  public static AttributeTypes of(String sopClass) {
    AttributeTypes known = KNOWN.get(sopClass);
    if (known == null) {
      known = new AttributeTypes(sopClass);
      if (KNOWN.size() < KNOWN_MAX) {
        KNOWN.put(sopClass, known);
      }
    }
    return known;
  }

  /// What is demanded of an attribute.
  ///
  /// @param path the tags of the sequences around it, outermost first, then its own
  /// @param length how many tags of the array count
  public Demand of(int[] path, int length) {
    Demand strictest = Demand.UNKNOWN;
    for (IodTable.Rules module : modules) {
      Demand here = in(module, path, length);
      strictest = here.compareTo(strictest) < 0 ? here : strictest;
    }
    return strictest;
  }

  private static Demand in(IodTable.Rules module, int[] path, int length) {
    IodTable.Rules rules = module;
    for (int depth = 0; depth < length - 1; depth++) {
      IodTable.@Nullable Rule sequence = rules.byTag.get(path[depth]);
      if (sequence == null) {
        return Demand.UNKNOWN;
      }
      rules = sequence.items;
    }
    IodTable.@Nullable Rule rule = rules.byTag.get(path[length - 1]);
    if (rule == null) {
      return Demand.NOTHING;
    }
    return switch (rule.type.charAt(0)) {
      case '1' -> Demand.VALUE;
      case '2' -> Demand.PRESENCE;
      default -> Demand.NOTHING;
    };
  }
}
