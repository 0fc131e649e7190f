package org.tessera.access.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;
import org.tessera.access.identity.SignedIn;
import org.tessera.access.pack.PackageWorker;
import org.tessera.access.request.Refused;
import org.tessera.access.request.Request;
import org.tessera.access.request.RequestDesk;

/// Hands a package to the researcher whose request it answers.
@Controller
class PackageDownload {
  private final RequestDesk desk;
  private final PackageWorker worker;

  PackageDownload(RequestDesk desk, PackageWorker worker) {
    this.desk = desk;
    this.worker = worker;
  }

  @GetMapping("/packages/{id}")
  void download(
      @PathVariable("id") UUID id, Authentication authentication, HttpServletResponse response)
      throws IOException {
    Request request;
    try {
      request = desk.download(SignedIn.person(authentication), id);
    } catch (Refused e) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND, e.getMessage(), e);
    }
    Path file = worker.file(id);
    Request.Delivered built = request.built().orElseThrow();
    String name =
        "tessera-"
            + request.collection().replaceAll("[^A-Za-z0-9.-]", "-")
            + "-"
            + built.version()
            + ".zip";
    response.setContentType("application/zip");
    response.setContentLengthLong(built.bytes());
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
    response.setHeader("X-Checksum-Sha256", built.sha256());
    Files.copy(file, response.getOutputStream());
  }
}
