package org.tessera.catalog.cohort;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tessera.catalog.cohort.Criterion.All;
import org.tessera.catalog.cohort.Criterion.Any;
import org.tessera.catalog.cohort.Criterion.Between;
import org.tessera.catalog.cohort.Criterion.Entry;
import org.tessera.catalog.cohort.Criterion.Has;
import org.tessera.catalog.cohort.Criterion.Near;
import org.tessera.catalog.cohort.Criterion.Not;
import org.tessera.catalog.cohort.Criterion.OneOf;
import org.tessera.catalog.cohort.Criterion.Wanted;
import org.tessera.catalog.cohort.Criterion.Words;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.Span;

/// The same cohort as a statement over OMOP CDM 5.4, in SQL for PostgreSQL, and as FHIR searches.
public final class Statements {
  private static final String NOBODY = "SELECT person_id FROM cdm.person WHERE false";
  private static final String EVERYBODY = "SELECT person_id FROM cdm.person";
  private static final Pattern PLACE = Pattern.compile("\\{(values|codes|range)}");

  private final Attributes attributes;
  private final List<String> unsaid = new ArrayList<>();
  private final Set<String> apart = new LinkedHashSet<>();

  private Statements(Attributes attributes) {
    this.attributes = attributes;
  }

  /// A statement, and what of the cohort it could not say.
  ///
  /// @param unsaid in sentences; with any, the statement finds other patients than the cohort
  /// @param apart what the other store does not hold of what is asked
  public record Statement(String text, List<String> unsaid, List<String> apart) {}

  /// SQL whose rows are the `person_id` of the patients.
  public static Statement omop(Attributes attributes, Criterion cohort) {
    var statements = new Statements(attributes);
    String sql = statements.sql(cohort);
    return new Statement(
        sql + "\nORDER BY person_id;\n",
        List.copyOf(statements.unsaid),
        List.copyOf(statements.apart));
  }

  /// Searches whose patients are to be intersected, one a line.
  public static Statement fhir(Attributes attributes, Criterion cohort) {
    var statements = new Statements(attributes);
    List<String> searches = new ArrayList<>();
    List<Criterion> all = cohort instanceof All list ? list.of() : List.of(cohort);
    all.forEach(one -> statements.search(one, searches));
    return new Statement(
        searches.stream().map(search -> search + "\n").collect(Collectors.joining()),
        List.copyOf(statements.unsaid),
        List.copyOf(statements.apart));
  }

  private String sql(Criterion criterion) {
    return switch (criterion) {
      case All all -> all.of().isEmpty() ? EVERYBODY : joined(all.of(), "\nINTERSECT\n");
      case Any any -> any.of().isEmpty() ? NOBODY : joined(any.of(), "\nUNION\n");
      case Not not -> EVERYBODY + "\nEXCEPT\n(" + sql(not.of()) + ")";
      case Words _ -> {
        unsaid.add("Words are searched in the catalogue's index, not in OMOP.");
        yield EVERYBODY;
      }
      case Has has -> "SELECT person_id FROM (\n" + has(has) + "\n) found";
    };
  }

  private String joined(List<Criterion> parts, String between) {
    return parts.stream().map(part -> "(" + sql(part) + ")").collect(Collectors.joining(between));
  }

  private String has(Has has) {
    var text = new StringBuilder();
    text.append("SELECT e.person_id FROM (").append(level(has.entry())).append(") e");
    List<String> conditions = conditions(has.entry(), "e");
    has.near().ifPresent(near -> conditions.add(near(near)));
    if (!conditions.isEmpty()) {
      text.append("\nWHERE ").append(String.join("\n  AND ", conditions));
    }
    text.append("\nGROUP BY e.person_id");
    if (has.days()) {
      text.append("\nHAVING count(DISTINCT e.day) >= ").append(has.atLeast());
    } else if (has.atLeast() > 1) {
      text.append("\nHAVING count(*) >= ").append(has.atLeast());
    }
    return text.toString();
  }

  private String near(Near near) {
    List<String> conditions = conditions(near.other(), "o");
    conditions.addFirst("o.person_id = e.person_id");
    conditions.add("e.day - o.day BETWEEN %d AND %d".formatted(near.from(), near.to()));
    return "EXISTS (SELECT 1 FROM ("
        + level(near.other())
        + ") o\n    WHERE "
        + String.join("\n      AND ", conditions)
        + ")";
  }

  private String level(Entry entry) {
    int number = attributes.level(entry.level());
    if (number < 0) {
      return NOBODY;
    }
    addApart(entry);
    return attributes.levels().get(number).omop();
  }

  private List<String> conditions(Entry entry, String alias) {
    List<String> conditions = new ArrayList<>();
    for (Map.Entry<String, Wanted> one : entry.where().entrySet()) {
      Optional<Attribute> attribute = attributes.asked(one.getKey());
      String template = attribute.map(known -> known.outside().omop()).orElse("");
      Optional<String> filled =
          template.isEmpty()
              ? Optional.empty()
              : filled(
                  template.replaceAll("\\be\\.", alias + "."),
                  attribute.get(),
                  one.getValue(),
                  Statements::quoted);
      filled.ifPresentOrElse(
          conditions::add,
          () ->
              unsaid.add(
                  "OMOP does not hold “%s” as it was asked for: the condition was left out."
                      .formatted(attribute.map(Attribute::label).orElse(one.getKey()))));
    }
    return conditions;
  }

  private static Optional<String> filled(
      String template, Attribute attribute, Wanted wanted, Language language) {
    if (wanted instanceof OneOf values && values.values().contains(CatalogIndex.MISSING)) {
      return Optional.empty();
    }
    boolean number = attribute.number().isPresent();
    if (number != template.contains("{range}")) {
      return Optional.empty();
    }
    return switch (wanted) {
      case Between(Span range) ->
          number ? Optional.of(range(template, List.of(interval(range)))) : Optional.empty();
      case OneOf values when number -> {
        List<String> intervals =
            values.values().stream()
                .flatMap(value -> interval(attribute.number().orElseThrow(), value).stream())
                .toList();
        yield intervals.size() < values.values().size()
            ? Optional.empty()
            : Optional.of(range(template, intervals));
      }
      case OneOf values -> {
        List<String> below =
            values.values().stream()
                .flatMap(value ->
                    attribute.tree().map(tree -> tree.below(value)).orElse(List.of(value)).stream())
                .distinct()
                .toList();
        yield Optional.of(
            filled(
                template,
                Map.of(
                    "{values}",
                    language.list("", below),
                    "{codes}",
                    language.list(attribute.outside().system(), codes(attribute, below)))));
      }
    };
  }

  /// Writes values, or codes of a system, as a list.
  private interface Language {
    String list(String system, List<String> values);
  }

  private static String range(String template, List<String> intervals) {
    return filled(
        template, Map.of("{range}", "'{" + String.join(",", intervals) + "}'::nummultirange"));
  }

  private static Optional<String> interval(Attribute.Numbers number, String value) {
    return number.interval(value).or(() -> Span.parse(value).map(Statements::interval));
  }

  private static String interval(Span span) {
    return span.from().map(from -> "[" + from.toPlainString()).orElse("(")
        + ","
        + span.to().map(to -> to.toPlainString() + "]").orElse(")");
  }

  private static List<String> codes(Attribute attribute, List<String> values) {
    return values.stream().flatMap(value -> attribute.outside().codes(value).stream()).toList();
  }

  /// Fills all places at once: what was filled in is not read again.
  private static String filled(String template, Map<String, String> places) {
    return PLACE
        .matcher(template)
        .replaceAll(
            place -> Matcher.quoteReplacement(places.getOrDefault(place.group(), place.group())));
  }

  /// An OMOP column has a code without its system.
  private static String quoted(String system, List<String> values) {
    return values.isEmpty()
        ? "NULL"
        : values.stream()
            .map(value -> "'" + value.replace("'", "''") + "'")
            .collect(Collectors.joining(", "));
  }

  private void search(Criterion criterion, List<String> searches) {
    if (criterion instanceof Has has && has.near().isEmpty() && has.atLeast() == 1) {
      // What is said of the patient holds apart; of an entry, one search must say all of it.
      boolean apart = has.entry().level().equals(Attribute.PATIENT);
      if (apart || has.entry().where().size() == 1) {
        has.entry().where().forEach((field, wanted) -> searches.addAll(search(field, wanted)));
        addApart(has.entry());
        return;
      }
    }
    unsaid(criterion);
  }

  private List<String> search(String field, Wanted wanted) {
    Optional<Attribute> attribute = attributes.asked(field);
    String template = attribute.map(known -> known.outside().fhir()).orElse("");
    Optional<String> search =
        template.isEmpty()
            ? Optional.empty()
            : filled(template, attribute.get(), wanted, Statements::encoded);
    if (search.isEmpty()) {
      unsaid.add(
          "No FHIR search says “%s” as it was asked for."
              .formatted(attribute.map(Attribute::label).orElse(field)));
    }
    return search.stream().toList();
  }

  private void unsaid(Criterion criterion) {
    unsaid.add(
        "No FHIR search says “"
            + new Wording(attributes, (_, value) -> value).of(criterion)
            + "”.");
  }

  private static String encoded(String system, List<String> values) {
    String before = system.isEmpty() ? "" : system + "%7C";
    return values.stream().map(value -> before + encoded(value)).collect(Collectors.joining(","));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value.replaceAll("([\\\\,$|])", "\\\\$1"), StandardCharsets.UTF_8);
  }

  private void addApart(Entry entry) {
    int number = attributes.level(entry.level());
    if (number >= 0 && !attributes.levels().get(number).unsaid().isEmpty()) {
      apart.add(attributes.levels().get(number).unsaid());
    }
  }
}
