package org.tessera.fhir.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tessera.fhir.store.SearchParameter;

/// Reads `_filter`: comparisons joined by `and`, `or` and `not`, from left to right without
/// precedence. https://hl7.org/fhir/R4/search_filter.html
final class FilterParser {
  private static final int LENGTH_MAX = 8_000;
  private static final int COMPARISONS_MAX = 100;
  private static final int DEPTH_MAX = 20;
  private static final Pattern WORD = Pattern.compile("\\G\\s*(and|or|not)(?=[\\s(])");
  private static final Pattern NAME =
      Pattern.compile("\\G\\s*([A-Za-z_][A-Za-z0-9_-]*(?::[A-Za-z-]+)*)");
  private static final Pattern OPERATOR = Pattern.compile("\\G\\s+([a-z]{2})\\s+");
  private static final Pattern STRING = Pattern.compile("\\G\"((?:[^\"\\\\]|\\\\.)*+)\"");
  private static final Pattern BARE = Pattern.compile("\\G[^\\s)\\]]+");

  private final Conditions conditions;
  private final List<String> types;
  private final String text;
  private int at;
  private int comparisons;
  private int depth;
  private int links;

  FilterParser(Conditions conditions, List<String> types, String text) {
    this.conditions = conditions;
    this.types = types;
    this.text = text;
  }

  Criterion parse() {
    if (text.length() > LENGTH_MAX) {
      throw new InvalidSearch("_filter has at most " + LENGTH_MAX + " characters");
    }
    Criterion filter = filter(types);
    if (at < text.stripTrailing().length()) {
      throw wrong("something follows the end of the filter");
    }
    return filter;
  }

  private Criterion filter(List<String> searched) {
    if (++depth > DEPTH_MAX) {
      throw new InvalidSearch("_filter nests at most " + DEPTH_MAX + " deep");
    }
    Criterion read = term(searched);
    for (Optional<String> word = word(); word.isPresent(); word = word()) {
      Criterion left = read;
      Criterion right =
          switch (word.get()) {
            case "and", "or" -> term(searched);
            default -> throw wrong("not stands where and, or or the end is expected");
          };
      List<Criterion> both = List.of(left, right);
      read = word.get().equals("and") ? Criterion.all(both) : Criterion.any(both);
    }
    depth--;
    return read;
  }

  private Criterion term(List<String> searched) {
    int before = at;
    Optional<String> word = word();
    if (word.isPresent() && word.get().equals("not")) {
      if (!take('(')) {
        throw wrong("behind not there is no (");
      }
      Criterion inner = filter(searched);
      close(')');
      return Criterion.not(inner);
    }
    at = before;
    if (take('(')) {
      Criterion inner = filter(searched);
      close(')');
      return inner;
    }
    return comparison(searched);
  }

  private Criterion comparison(List<String> searched) {
    if (++comparisons > COMPARISONS_MAX) {
      throw new InvalidSearch("_filter has at most " + COMPARISONS_MAX + " comparisons");
    }
    String name = matched(NAME, "there is no parameter name");
    if (take('[')) {
      return chained(searched, name, true);
    }
    if (take('.')) {
      return chained(searched, name, false);
    }
    String operator = matched(OPERATOR, "there is no operator of two letters");
    return FilterComparison.compile(conditions, searched, name, operator, value());
  }

  /// Reads on for each type the reference may lead to; those that know the names take part.
  private Criterion chained(List<String> searched, String name, boolean filtered) {
    if (++links > Conditions.CHAIN_LINKS_MAX) {
      throw Conditions.tooManyLinks();
    }
    int colon = name.indexOf(':');
    String plain = colon < 0 ? name : name.substring(0, colon);
    SearchParameter reference = conditions.reference(one(searched), plain);
    List<String> targets =
        colon < 0 ? ReferenceParameter.targets(reference) : List.of(name.substring(colon + 1));
    int start = at;
    int startDepth = depth;
    int startLinks = links;
    int startComparisons = comparisons;
    List<Integer> ends = new ArrayList<>();
    Criterion reached =
        conditions.reached(
            reference,
            targets,
            target -> {
              at = start;
              depth = startDepth;
              links = startLinks;
              comparisons = startComparisons;
              Criterion read = filtered ? filtered(List.of(target)) : comparison(List.of(target));
              ends.add(at);
              return read;
            });
    at = ends.getFirst();
    links--;
    return reached;
  }

  private Criterion filtered(List<String> target) {
    Criterion inner = filter(target);
    close(']');
    close('.');
    return Criterion.all(List.of(inner, comparison(target)));
  }

  private static String one(List<String> searched) {
    if (searched.size() != 1) {
      throw new InvalidSearch("a chain in _filter needs a search of one type");
    }
    return searched.getFirst();
  }

  private String value() {
    Matcher string = STRING.matcher(text);
    if (string.find(at) && string.start() == at) {
      at = string.end();
      return string.group(1).replaceAll("\\\\(.)", "$1");
    }
    Matcher bare = BARE.matcher(text);
    if (bare.find(at) && bare.start() == at) {
      at = bare.end();
      return bare.group();
    }
    throw wrong("there is no value");
  }

  private Optional<String> word() {
    Matcher word = WORD.matcher(text);
    if (word.find(at) && word.start() == at) {
      at = word.end();
      return Optional.of(word.group(1));
    }
    return Optional.empty();
  }

  private String matched(Pattern pattern, String missing) {
    Matcher found = pattern.matcher(text);
    if (!found.find(at) || found.start() != at) {
      throw wrong(missing);
    }
    at = found.end();
    return found.group(1);
  }

  private boolean take(char wanted) {
    int next = at;
    while (wanted != '.'
        && wanted != '['
        && next < text.length()
        && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    if (next < text.length() && text.charAt(next) == wanted) {
      at = next + 1;
      return true;
    }
    return false;
  }

  private void close(char wanted) {
    if (!take(wanted)) {
      throw wrong("there is no " + wanted);
    }
  }

  private InvalidSearch wrong(String what) {
    return new InvalidSearch("_filter at character " + (at + 1) + ": " + what);
  }
}
