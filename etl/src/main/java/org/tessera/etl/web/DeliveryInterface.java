package org.tessera.etl.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.tessera.etl.Delivery;
import org.tessera.etl.Ingest;
import org.tessera.etl.Journal;
import org.tessera.etl.Reception;
import org.tessera.etl.Reception.Submission;

/// Deliveries for programs: the body of a POST is the file. Its name travels in a header, because
/// addresses are logged and a name may be a patient's.
@RestController
class DeliveryInterface {
  private static final int DELIVERIES_MAX = 1_000;
  private static final String RETRY_AFTER_SECONDS = "60";

  private final Journal journal;
  private final Reception reception;
  private final Ingest ingest;
  private final long uploadBytesMax;

  DeliveryInterface(
      Journal journal,
      Reception reception,
      Ingest ingest,
      @Value("${tessera.upload.mb-max:512}") long uploadMbMax) {
    this.journal = journal;
    this.reception = reception;
    this.ingest = ingest;
    this.uploadBytesMax = uploadMbMax * 1_000_000;
  }

  @PostMapping("/api/deliveries")
  ResponseEntity<Map<String, Object>> deliver(
      @RequestParam String study,
      @RequestParam(defaultValue = "false") boolean dry,
      @RequestHeader(name = "X-File-Name", defaultValue = "") String name,
      @RequestHeader(name = "X-Workbook-Password", defaultValue = "") String password,
      InputStream body)
      throws IOException {
    String decoded = URLDecoder.decode(name, StandardCharsets.UTF_8);
    try (var content = new BoundedStream(body, uploadBytesMax)) {
      Delivery delivery = reception.receive(new Submission(study, decoded, "api", dry), content);
      ingest.unlock(delivery, password);
      return ResponseEntity.accepted()
          .location(URI.create("/api/deliveries/" + delivery.id()))
          .body(DeliveryJson.head(delivery));
    } catch (Reception.NoSpace e) {
      return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
          .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
          .body(Map.of("message", "the disk is full; the node takes nothing in"));
    } catch (BoundedStream.TooLong e) {
      return ResponseEntity.status(HttpStatus.CONTENT_TOO_LARGE)
          .body(
              Map.of(
                  "message",
                  "the file is larger than tessera.upload.mb-max allows; put it into the inbox"));
    }
  }

  @GetMapping("/api/deliveries")
  List<Map<String, Object>> list() {
    return journal.latest(DELIVERIES_MAX).stream().map(DeliveryJson::head).toList();
  }

  @GetMapping("/api/deliveries/balance")
  Map<String, Object> balance() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("balance", journal.balance());
    json.put("holds", journal.balance().holds());
    return json;
  }

  @GetMapping("/api/deliveries/{id:[0-9]+}")
  Map<String, Object> one(@PathVariable long id) {
    if (journal.find(id).isEmpty()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    return DeliveryJson.of(journal, id);
  }
}
