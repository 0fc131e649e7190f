package org.tessera.dicom.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tessera.dicom.Table;

/// Which modules an information object has, and which attributes a module (PS3.3 annexes A and C).
final class IodTable {
  private static final Map<String, List<Row>> BY_SOP_CLASS = new HashMap<>();
  private static final Map<String, Rules> MODULES = new HashMap<>();

  static {
    for (String[] row : Table.rows("iods.tsv")) {
      BY_SOP_CLASS
          .computeIfAbsent(row[0], _ -> new ArrayList<>())
          .add(new Row(row[1], row[2], row[3].equals("M")));
    }
    for (String[] row : Table.rows("modules.tsv")) {
      if (row[1].contains("X")) {
        continue;
      }
      Rules at = MODULES.computeIfAbsent(row[0], _ -> new Rules());
      String[] path = row[1].split("/", -1);
      for (int i = 0; i < path.length; i++) {
        int tag = Integer.parseUnsignedInt(path[i], 16);
        Rule rule = at.byTag.computeIfAbsent(tag, Rule::new);
        if (i == path.length - 1) {
          rule.type = row[2];
        }
        at = rule.items;
      }
    }
  }

  /// A module of an information object, and whether it is mandatory.
  record Row(String iod, String module, boolean mandatory) {}

  /// What is said of the attributes of a data set.
  static final class Rules {
    final Map<Integer, Rule> byTag = new LinkedHashMap<>();
  }

  /// What is said of an attribute, and of its items when it is a sequence.
  static final class Rule {
    final int tag;
    String type = "3";
    final Rules items = new Rules();

    Rule(int tag) {
      this.tag = tag;
    }
  }

  private IodTable() {}

  static List<Row> modules(String sopClass) {
    return BY_SOP_CLASS.getOrDefault(sopClass, List.of());
  }

  static Rules rules(String module) {
    return MODULES.getOrDefault(module, new Rules());
  }
}
