package org.tessera.etl.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;
import org.tessera.etl.Ingest;
import org.tessera.etl.Journal;
import org.tessera.etl.Rejected;
import org.tessera.etl.form.Refusal;

/// What a data manager takes home of a delivery: the report as JSON, the rejected cells as CSV, and
/// their own workbook with the bad cells marked.
@Controller
class DeliveryFiles {
  private final Journal journal;
  private final Ingest ingest;

  DeliveryFiles(Journal journal, Ingest ingest) {
    this.journal = journal;
    this.ingest = ingest;
  }

  @GetMapping(path = "/deliveries/{id:[0-9]+}.json", produces = "application/json")
  @ResponseBody
  Map<String, Object> json(@PathVariable long id) {
    Map<String, Object> json = DeliveryJson.of(journal, require(id));
    DeliveryJson.images(json, ingest.images().journal(), id);
    return json;
  }

  @GetMapping("/deliveries/{id:[0-9]+}/rejections.csv")
  void csv(@PathVariable long id, HttpServletResponse response) throws IOException {
    require(id);
    response.setContentType("text/csv");
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader(
        "Content-Disposition", "attachment; filename=\"delivery-" + id + "-rejections.csv\"");
    PrintWriter out = response.getWriter();
    out.print("sheet,cell,row,form,column,value,rule,severity,message,remedy\r\n");
    journal.rejections(id, "", Long.MAX_VALUE, rejected -> out.print(line(rejected)));
    out.flush();
  }

  @GetMapping("/deliveries/{id:[0-9]+}/workbook")
  void workbook(@PathVariable long id, HttpServletResponse response) throws IOException {
    require(id);
    Path file;
    try {
      file = ingest.returnedWorkbook(id);
    } catch (Refusal e) {
      throw new ResponseStatusException(HttpStatus.CONFLICT, e.kind(), e);
    }
    try {
      String name = file.toString();
      response.setContentType("application/octet-stream");
      response.setContentLengthLong(Files.size(file));
      response.setHeader(
          "Content-Disposition",
          "attachment; filename=\"delivery-"
              + id
              + "-returned"
              + name.substring(name.lastIndexOf('.'))
              + "\"");
      Files.copy(file, response.getOutputStream());
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private long require(long id) {
    return journal
        .find(id)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND))
        .id();
  }

  private static String line(Rejected rejected) {
    var r = rejected.rejection();
    return Stream.of(
                rejected.sheet(),
                rejected.cell(),
                Long.toString(r.row()),
                r.form(),
                r.column(),
                r.value(),
                r.rule(),
                r.severity().name().toLowerCase(Locale.ROOT),
                r.message(),
                r.remedy())
            .map(DeliveryFiles::field)
            .collect(Collectors.joining(","))
        + "\r\n";
  }

  /// A field that a spreadsheet program would execute gets an apostrophe.
  private static String field(String text) {
    boolean formula = !text.isEmpty() && List.of('=', '+', '-', '@').contains(text.charAt(0));
    String safe = formula ? "'" + text : text;
    return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? "\"" + safe.replace("\"", "\"\"") + "\""
        : safe;
  }
}
