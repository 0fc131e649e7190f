package org.tessera.catalog.index;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Something patients are asked by, as `mappings/catalog/attributes.yaml` declares it.
///
/// @param field name in the index and in the page's address
/// @param label what people read
/// @param level where values of one entry hold together: `patient`, or a kind of entry such as
///   `series`
/// @param hidden whether it only serves to derive others
/// @param number how it is told when its values are numbers
/// @param characters how many leading characters make the value (3 turns ICD-10 `C50.4` into
///   `C50`), 0 for all
/// @param tree the groups its values belong to
/// @param beside values that are asked for, but told of no collection: what accompanies images is
///   no way of imaging
/// @param outside how other stores are asked for it
public record Attribute(
    String field,
    String label,
    String level,
    boolean hidden,
    Optional<Numbers> number,
    int characters,
    Optional<Tree> tree,
    Set<String> beside,
    Outside outside) {
  /// The level of what is said of the patient alone.
  public static final String PATIENT = "patient";

  /// Numbers and the ranges they are told in.
  ///
  /// @param unit in words, such as `years`
  /// @param bounds the upper ends of the ranges, ascending
  /// @param step what the ends of a range that is asked for are multiples of
  /// @param whole whether the numbers are whole
  public record Numbers(String unit, List<BigDecimal> bounds, BigDecimal step, boolean whole) {
    /// The range a number belongs to, by its name in the index.
    String range(BigDecimal number) {
      for (BigDecimal bound : bounds) {
        if (number.compareTo(bound) <= 0) {
          return "up to " + bound.toPlainString();
        }
      }
      return "above " + bounds.getLast().toPlainString();
    }

    /// The names of all ranges, ascending.
    public List<String> ranges() {
      List<String> all = new ArrayList<>();
      bounds.forEach(bound -> all.add("up to " + bound.toPlainString()));
      all.add("above " + bounds.getLast().toPlainString());
      return all;
    }

    /// The numbers of a range by its name: above the one before, up to its own bound; empty for a
    /// name that is none.
    public Optional<String> interval(String range) {
      int at = ranges().indexOf(range);
      if (at < 0) {
        return Optional.empty();
      }
      String above = at == 0 ? "" : bounds.get(at - 1).toPlainString();
      return Optional.of(
          at == bounds.size()
              ? "(%s,)".formatted(above)
              : "(%s,%s]".formatted(above, bounds.get(at).toPlainString()));
    }

    /// A span as people read it.
    public String label(Span span) {
      return label(ends(span));
    }

    /// A range as people read it.
    public String label(String range) {
      return ends(range).map(this::label).orElse(range + " " + unit);
    }

    private String label(Ends ends) {
      return switch (ends.form()) {
            case ZERO -> "0";
            case UP_TO -> "up to " + ends.first();
            case ABOVE -> "above " + ends.first();
            case MOST -> "at most " + ends.first();
            case LEAST -> "at least " + ends.first();
            case BETWEEN -> ends.first() + " to " + ends.last();
          }
          + " "
          + unit;
    }

    /// What a span says.
    public Ends ends(Span span) {
      String from = span.from().map(BigDecimal::toPlainString).orElse("");
      String to = span.to().map(BigDecimal::toPlainString).orElse("");
      return from.isEmpty()
          ? new Ends(Ends.Form.MOST, to, "")
          : to.isEmpty()
              ? new Ends(Ends.Form.LEAST, from, "")
              : new Ends(Ends.Form.BETWEEN, from, to);
    }

    /// What a range says; empty for a name that is none.
    public Optional<Ends> ends(String range) {
      List<String> all = ranges();
      int at = all.indexOf(range);
      if (at < 0) {
        return Optional.empty();
      }
      if (at == 0 && whole && bounds.getFirst().signum() == 0) {
        return Optional.of(new Ends(Ends.Form.ZERO, "0", ""));
      }
      if (at == all.size() - 1) {
        return Optional.of(new Ends(Ends.Form.ABOVE, bounds.getLast().toPlainString(), ""));
      }
      String to = bounds.get(at).toPlainString();
      if (at == 0) {
        return Optional.of(new Ends(Ends.Form.UP_TO, to, ""));
      }
      BigDecimal below = bounds.get(at - 1);
      BigDecimal from = whole ? below.add(BigDecimal.ONE) : below;
      return Optional.of(new Ends(Ends.Form.BETWEEN, from.toPlainString(), to));
    }
  }

  /// The ends of numbers, as text.
  ///
  /// @param last empty where there is but one
  public record Ends(Form form, String first, String last) {
    /// How the ends are told.
    public enum Form {
      ZERO,
      UP_TO,
      ABOVE,
      MOST,
      LEAST,
      BETWEEN
    }
  }

  /// Statements in which `{values}`, `{codes}` and `{range}` stand for what is asked.
  ///
  /// @param fhir a FHIR search, empty where there is none
  /// @param omop a condition in SQL on an entry `e` of the level, empty where OMOP does not hold it
  /// @param system of the codes, empty where any counts
  /// @param known codes of the system that are known here
  /// @param ends what may follow a value in the codes of the system
  /// @param translated by value, the codes it is translated from
  public record Outside(
      String fhir,
      String omop,
      String system,
      List<String> known,
      List<String> ends,
      Map<String, List<String>> translated) {
    /// The codes that mean a value.
    public List<String> codes(String value) {
      return Stream.of(
              translated.getOrDefault(value, List.of()).stream(),
              ends.stream().map(value::concat),
              known.stream().filter(code -> code.startsWith(value)))
          .flatMap(codes -> codes)
          .distinct()
          .toList();
    }
  }

  /// Whether this is a group of values, not a value.
  public boolean isGroup(String value) {
    return tree.map(groups -> groups.isGroup(value)).orElse(false);
  }

  /// Cuts a code to the level of the hierarchy that is told.
  String cut(String code) {
    return characters == 0 || code.length() <= characters ? code : code.substring(0, characters);
  }
}
