package org.tessera.app.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.tessera.etl.RowLineage;
import org.tessera.omop.RowOrigins;

/// Where a value comes from: from a FHIR resource or an OMOP row back to file, sheet, cells and
/// rule, and forward to everything else the row became.
@Controller
final class LineagePages {
  private final RowLineage lineage;
  private final RowOrigins rows;

  LineagePages(RowLineage lineage, RowOrigins rows) {
    this.lineage = lineage;
    this.rows = rows;
  }

  /// A resource with its OMOP rows.
  public record Outcome(String resource, List<String> omop) {}

  /// A row of a file with what it became.
  public record Way(RowLineage.Origin origin, List<Outcome> outcomes) {}

  @GetMapping("/studies/lineage")
  String page(@RequestParam(defaultValue = "") String of, Model model) {
    String asked = of.strip();
    model.addAttribute("asked", asked);
    if (!asked.isEmpty()) {
      Optional<String> resource = resource(asked);
      model.addAttribute("resource", resource.orElse(""));
      model.addAttribute("ways", resource.map(this::ways).orElse(List.of()));
    }
    return "lineage";
  }

  @GetMapping("/api/studies/lineage")
  @ResponseBody
  Map<String, Object> api(@RequestParam(defaultValue = "") String of) {
    Map<String, Object> json = new LinkedHashMap<>();
    Optional<String> resource = resource(of.strip());
    json.put("asked", of.strip());
    json.put("resource", resource.orElse(""));
    json.put("rows", resource.map(this::ways).orElse(List.of()));
    return json;
  }

  @GetMapping("/api/studies/lineage/row")
  @ResponseBody
  List<Way> row(@RequestParam long delivery, @RequestParam String form, @RequestParam long row) {
    return lineage.ofRow(delivery, form, row).stream().map(this::way).toList();
  }

  /// A resource as it is, or that of a row of the CDM, `measurement/12`.
  private Optional<String> resource(String asked) {
    int slash = asked.indexOf('/');
    String after = asked.substring(slash + 1);
    boolean row =
        slash > 0 && Character.isLowerCase(asked.charAt(0)) && after.matches("-?\\d{1,18}");
    return row
        ? rows.resource(asked.substring(0, slash), Long.parseLong(after))
        : slash > 0 ? Optional.of(asked) : Optional.empty();
  }

  private List<Way> ways(String resource) {
    return lineage.of(resource).stream().map(this::way).toList();
  }

  private Way way(RowLineage.Origin origin) {
    List<Outcome> outcomes = new ArrayList<>();
    origin.resources().forEach(each -> outcomes.add(new Outcome(each, rows.rows(each))));
    return new Way(origin, outcomes);
  }
}
