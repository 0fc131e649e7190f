package org.tessera.etl.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;
import org.tessera.etl.form.WorkbookTemplate;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.Study;

/// The empty workbook of a study, made from its definition.
@Controller
class TemplateDownload {
  private static final String WORKBOOK =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  private final Mappings mappings;

  TemplateDownload(Mappings mappings) {
    this.mappings = mappings;
  }

  @GetMapping("/studies/{name:[a-z0-9-]+}/template.xlsx")
  void template(@PathVariable String name, HttpServletResponse response) throws IOException {
    Study study =
        mappings.study(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    Path folder = Files.createTempDirectory("template");
    Path file = folder.resolve("template.xlsx");
    try {
      new WorkbookTemplate(study).write(file);
      response.setContentType(WORKBOOK);
      response.setHeader(
          "Content-Disposition", "attachment; filename=\"" + study.name() + "-template.xlsx\"");
      response.setContentLengthLong(Files.size(file));
      Files.copy(file, response.getOutputStream());
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }
}
