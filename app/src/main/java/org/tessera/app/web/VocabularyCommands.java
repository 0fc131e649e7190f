package org.tessera.app.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tessera.omop.athena.AthenaImports;

/// `./tessera vocab`: an import runs in the node, and whoever asked looks how far it is.
@RestController
@RequestMapping(path = "/api/node/vocab", produces = MediaType.TEXT_PLAIN_VALUE)
final class VocabularyCommands {
  private final AthenaImports imports;

  VocabularyCommands(AthenaImports imports) {
    this.imports = imports;
  }

  @GetMapping
  String list() throws SQLException {
    return imports.list();
  }

  @PostMapping
  ResponseEntity<String> begin(
      @RequestHeader(name = "X-File-Name", defaultValue = "") String name, InputStream content)
      throws IOException, SQLException {
    try {
      return status(imports.submit(content, URLDecoder.decode(name, StandardCharsets.UTF_8)));
    } catch (IllegalStateException e) {
      return ResponseEntity.status(HttpStatus.CONFLICT).body(e.getMessage() + "\n");
    }
  }

  /// 202 with the import's number and a line of progress while it runs, then its report.
  @GetMapping("/{id}")
  ResponseEntity<String> status(@PathVariable long id) throws SQLException {
    AthenaImports.Status status = imports.status(id);
    if (status.running()) {
      return ResponseEntity.accepted().body("%d%n%s%n".formatted(id, status.text()));
    }
    return ResponseEntity.status(
            status.succeeded() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT)
        .body(status.text());
  }
}
