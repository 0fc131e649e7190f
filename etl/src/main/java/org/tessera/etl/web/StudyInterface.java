package org.tessera.etl.web;

import java.io.IOException;
import java.security.Principal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.tessera.etl.Coverage;
import org.tessera.mappings.BrokenRules;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.Problem;
import org.tessera.mappings.Study;
import org.tessera.mappings.StudyShelf;
import org.tessera.mappings.authoring.MappingTables;
import org.tessera.vocabularies.Vocabularies;

/// A study's coverage and mappings for programs.
@RestController
class StudyInterface {
  private static final MediaType CSV = new MediaType("text", "csv");

  private final Mappings mappings;
  private final Coverage coverage;
  private final StudyShelf shelf;
  private final MappingTables tables;

  StudyInterface(
      Mappings mappings, Coverage coverage, StudyShelf shelf, Vocabularies vocabularies) {
    this.mappings = mappings;
    this.coverage = coverage;
    this.shelf = shelf;
    this.tables = new MappingTables(vocabularies);
  }

  @GetMapping("/api/studies/{name:[a-z0-9-]+}/coverage")
  Map<String, Object> coverage(@PathVariable String name) {
    return CoverageJson.of(name, coverage.of(study(name)));
  }

  /// The mappings as a table: Usagi's, or the CDM's `source_to_concept_map`.
  @GetMapping("/api/studies/{name:[a-z0-9-]+}/mappings")
  ResponseEntity<String> mappings(
      @PathVariable String name, @RequestParam(defaultValue = "usagi") String as) {
    List<MappingTables.Line> lines = CoverageJson.lines(coverage.of(study(name)));
    String table =
        switch (as) {
          case "usagi" -> tables.usagi(lines);
          case "source-to-concept-map" -> tables.sourceToConceptMap(name, lines);
          default ->
              throw new ResponseStatusException(
                  HttpStatus.BAD_REQUEST, "as is usagi or source-to-concept-map");
        };
    return ResponseEntity.ok()
        .contentType(CSV)
        .header("Content-Disposition", "attachment; filename=\"" + name + "-" + as + ".csv\"")
        .body(table);
  }

  /// Takes in the approved lines of Usagi's table, all or nothing.
  @PostMapping("/api/studies/{name:[a-z0-9-]+}/mappings")
  ResponseEntity<Map<String, Object>> accept(
      @PathVariable String name, @RequestBody String csv, Principal person) throws IOException {
    study(name);
    try {
      List<StudyShelf.Accepted> accepted = tables.approved(csv);
      String day = LocalDate.now(ZoneOffset.UTC).toString();
      int added = shelf.accept(name, accepted, person.getName(), day);
      return ResponseEntity.ok(Map.of("approved", accepted.size(), "accepted", added));
    } catch (BrokenRules e) {
      return refused(e.problems().stream().map(Problem::toString).toList());
    } catch (IllegalArgumentException e) {
      return refused(String.valueOf(e.getMessage()).lines().toList());
    }
  }

  private static ResponseEntity<Map<String, Object>> refused(List<String> problems) {
    return ResponseEntity.unprocessableContent().body(Map.of("problems", problems));
  }

  private Study study(String name) {
    return mappings
        .study(name)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }
}
