package org.tessera.catalog.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;
import org.tessera.catalog.ValueCount;
import org.tessera.catalog.cohort.CohortAnswer;
import org.tessera.catalog.cohort.CohortJson;
import org.tessera.catalog.cohort.Criterion;
import org.tessera.catalog.cohort.Statements;
import org.tessera.catalog.cohort.Terms;
import org.tessera.catalog.cohort.Wording;
import org.tessera.catalog.index.Attribute;
import org.tessera.catalog.index.Attributes;
import org.tessera.catalog.index.Level;
import org.tessera.catalog.search.CohortSearch;
import org.tessera.vocabularies.words.Said;

/// Cohorts: criteria in the address, numbers of patients in the answer.
///
/// Who may see the patients themselves sees exact numbers, what is left after each criterion, and
/// the list; everybody else what may be told.
@Controller
final class CohortPages {
  private static final String PLACE = "/cohorts";

  /// The role that may see patients; see the table of addresses in `access`.
  static final String SEES_PATIENTS = "DATA_MANAGER";

  private final CohortSearch cohorts;

  CohortPages(CohortSearch cohorts) {
    this.cohorts = cohorts;
  }

  /// A line of the cohort as the page shows it.
  ///
  /// @param drop the address without it
  /// @param or the address of the form that adds an alternative
  /// @param turn the address with the line turned into its opposite
  /// @param left patients after this line, empty where that may not be told
  public record LineView(
      List<AlternativeView> alternatives, String drop, String or, String turn, String left) {}

  /// One alternative of a line.
  public record AlternativeView(String words, String drop) {}

  /// What can be added, by level.
  public record OfferView(Level level, List<Attribute> attributes) {}

  /// An attribute in the form that adds a criterion.
  ///
  /// @param open whether it was asked for, or only may be said beside it
  public record FieldView(Attribute attribute, List<ValueCount> values, boolean open) {}

  @GetMapping(PLACE)
  String cohort(
      @RequestParam(name = "cohort", defaultValue = "") String json,
      @RequestParam(name = "add", defaultValue = "") String add,
      @RequestParam(name = "or", defaultValue = "") String or,
      HttpServletRequest request,
      Model model) {
    Terms terms = terms(model);
    CohortJson.Read read = CohortJson.read(json);
    CohortAnswer answer = cohorts.answer(read.cohort(), request.isUserInRole(SEES_PATIENTS));
    List<Said> problems = new ArrayList<>(read.problems());
    problems.addAll(answer.problems());
    String now = CohortJson.write(answer.cohort());
    model.addAttribute("answer", answer);
    model.addAttribute("json", now);
    model.addAttribute("problems", problems);
    model.addAttribute("lines", lines(answer, terms));
    model.addAttribute("words", cohorts.wording(terms).of(answer.cohort()));
    model.addAttribute("offers", offers());
    model.addAttribute("empty", CohortEdit.lines(answer.cohort()).isEmpty());
    model.addAttribute("or", or);
    model.addAttribute("address", address(now));
    new Needed(request).tell(answer.patients(), terms.words(), model);
    attribute(add).ifPresent(attribute -> form(attribute, model));
    return "catalog/cohort";
  }

  @GetMapping(PLACE + "/change")
  String change(@RequestParam MultiValueMap<String, String> form) {
    String json = Optional.ofNullable(form.getFirst("cohort")).orElse("");
    Criterion changed =
        new CohortEdit(cohorts.attributes(), form).applied(CohortJson.read(json).cohort());
    return "redirect:" + address(CohortJson.write(changed));
  }

  /// The numbers of a cohort for programs.
  @GetMapping("/api/cohorts")
  ResponseEntity<byte[]> numbers(
      @RequestParam(name = "cohort", defaultValue = "") String json, HttpServletRequest request) {
    CohortJson.Read read = CohortJson.read(json);
    CohortAnswer answer = cohorts.answer(read.cohort(), request.isUserInRole(SEES_PATIENTS));
    return file(
        "numbers.json",
        MediaType.APPLICATION_JSON,
        CohortNumbers.tree(answer, read.problems(), cohorts.english().words()).toPrettyString()
            + "\n");
  }

  @GetMapping("/api/cohorts/cohort.json")
  ResponseEntity<byte[]> definition(@RequestParam(name = "cohort", defaultValue = "") String json) {
    return file(
        "cohort.json",
        MediaType.APPLICATION_JSON,
        CohortJson.tree(CohortJson.read(json).cohort()).toPrettyString() + "\n");
  }

  @GetMapping("/api/cohorts/omop.sql")
  ResponseEntity<byte[]> sql(@RequestParam(name = "cohort", defaultValue = "") String json) {
    Criterion cohort = cohorts.understood(CohortJson.read(json).cohort());
    Statements.Statement statement = Statements.omop(cohorts.attributes(), cohort);
    return file(
        "cohort.sql",
        MediaType.TEXT_PLAIN,
        commented("-- ", cohort, statement)
            + "-- OMOP holds nothing that has no date.\n"
            + statement.text());
  }

  @GetMapping("/api/cohorts/fhir.txt")
  ResponseEntity<byte[]> fhir(@RequestParam(name = "cohort", defaultValue = "") String json) {
    Criterion cohort = cohorts.understood(CohortJson.read(json).cohort());
    Statements.Statement statement = Statements.fhir(cohorts.attributes(), cohort);
    return file(
        "cohort-fhir.txt",
        MediaType.TEXT_PLAIN,
        commented("# ", cohort, statement)
            + "# The cohort are the patients that every search finds.\n"
            + statement.text());
  }

  private String commented(String sign, Criterion cohort, Statements.Statement statement) {
    var text = new StringBuilder(sign).append(oneLine(cohorts.wording().of(cohort))).append('\n');
    statement.apart().forEach(apart -> text.append(sign).append(oneLine(apart)).append('\n'));
    statement.unsaid().forEach(unsaid -> text.append(sign).append(oneLine(unsaid)).append('\n'));
    return text.toString();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\R", " ");
  }

  private static ResponseEntity<byte[]> file(String name, MediaType type, String text) {
    return ResponseEntity.ok()
        .contentType(new MediaType(type, StandardCharsets.UTF_8))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.inline().filename(name).build().toString())
        .body(text.getBytes(StandardCharsets.UTF_8));
  }

  static Terms terms(Model model) {
    return (Terms) Objects.requireNonNull(model.getAttribute("terms"));
  }

  private List<LineView> lines(CohortAnswer answer, Terms terms) {
    Wording wording = cohorts.wording(terms);
    List<Criterion> lines = CohortEdit.lines(answer.cohort());
    String json = CohortJson.write(answer.cohort());
    List<LineView> views = new ArrayList<>();
    for (int line = 0; line < lines.size(); line++) {
      List<Criterion> any = CohortEdit.alternatives(lines.get(line));
      List<AlternativeView> alternatives = new ArrayList<>();
      for (int one = 0; one < any.size(); one++) {
        String which = any.size() == 1 ? Integer.toString(line) : line + "." + one;
        alternatives.add(
            new AlternativeView(wording.of(any.get(one)), changed(json, "drop", which)));
      }
      views.add(
          new LineView(
              alternatives,
              changed(json, "drop", Integer.toString(line)),
              PLACE + query(json, "or", Integer.toString(line)) + "#add",
              changed(json, "turn", Integer.toString(line)),
              answer
                  .lines()
                  .get(line)
                  .patients()
                  .map(left -> terms.words().say("count", left))
                  .orElse("")));
    }
    return views;
  }

  private List<OfferView> offers() {
    Attributes attributes = cohorts.attributes();
    return attributes.levels().stream()
        .map(level ->
            new OfferView(
                level,
                attributes.shown().stream()
                    .filter(attribute -> attribute.level().equals(level.name()))
                    .toList()))
        .toList();
  }

  private void form(Attribute asked, Model model) {
    boolean ofPatient = asked.level().equals(Attribute.PATIENT);
    List<FieldView> fields =
        cohorts.attributes().shown().stream()
            .filter(one -> ofPatient ? one.equals(asked) : one.level().equals(asked.level()))
            .map(one -> new FieldView(one, cohorts.values(one.field()), one.equals(asked)))
            .sorted(Comparator.comparing(field -> !field.open()))
            .toList();
    model.addAttribute("asked", asked);
    model.addAttribute("ofPatient", ofPatient);
    model.addAttribute("fields", fields);
    model.addAttribute(
        "others",
        cohorts.attributes().shown().stream()
            .filter(one -> !one.level().equals(Attribute.PATIENT) && one.number().isEmpty())
            .filter(one -> List.of("treatment", "modality").contains(one.field()))
            .map(one -> new FieldView(one, cohorts.values(one.field()), false))
            .toList());
  }

  private Optional<Attribute> attribute(String field) {
    return cohorts.attributes().shown(field);
  }

  static String address(String json) {
    return PLACE + query(json);
  }

  private static String changed(String json, String name, String value) {
    return PLACE + "/change" + query(json, name, value);
  }

  static String query(String json, String... more) {
    var address = UriComponentsBuilder.newInstance().queryParam("cohort", "{json}");
    if (more.length == 2) {
      address.queryParam(more[0], "{more}");
    }
    return address
        .encode()
        .buildAndExpand(Map.of("json", json, "more", more.length == 2 ? more[1] : ""))
        .toUriString();
  }
}
