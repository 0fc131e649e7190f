package org.tessera.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Drops a folder of generated images into the inbox of a running node and tells when its delivery
/// was through, when FHIR had the studies, and when OMOP and the catalogue had them.
///
/// Arguments: `prepare` and a home before the node's first start, then `run`, the home, a scratch
/// folder on the same disk, and the images (`2000`).
public final class ImagingBench {
  private static final String STUDY = "bench";
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final Path home;
  private final HttpClient client = HttpClient.newHttpClient();

  private ImagingBench(Path home) {
    this.home = home;
  }

  /// Prepares a home or runs the measurement and prints it.
  public static void main(String[] words) throws IOException, InterruptedException {
    var bench = new ImagingBench(Path.of(words[1]).toAbsolutePath());
    if (words[0].equals("prepare")) {
      bench.prepare();
    } else {
      bench.run(Path.of(words[2]).toAbsolutePath(), Integer.parseInt(words[3]));
    }
  }

  private void prepare() throws IOException {
    Path study = Files.createDirectories(home.resolve("studies").resolve(STUDY));
    Files.writeString(home.resolve("node.properties"), "tessera.imaging.quiet-ms=500\n");
    Files.writeString(
        study.resolve("study.yaml"),
        """
        study: bench
        title: Images by the thousand
        patient: { column: patient_number, pattern: '\\d{3}-\\d{6}', canonical: [trim, upper] }
        forms: [patient.yaml]
        resources:
          - { resource: ResearchStudy, id: bench, status: active, title: Images by the thousand }
        """);
    Files.writeString(
        study.resolve("patient.yaml"),
        """
        form: Patient
        sheets: [Patient]
        columns:
          - { name: patient_number, type: patient, required: M }
          - { name: year_of_birth, type: integer, min: 1900, max: 2100 }
        resources:
          - resource: Patient
            id: "{patient}"
            birthDate: { column: year_of_birth, convert: year }
          - resource: ResearchSubject
            id: "{patient}-{study}"
            status: on-study
            study: { reference: ResearchStudy, id: "{study}" }
            individual: { reference: Patient, id: "{patient}" }
        """);
  }

  private void run(Path scratch, int count) throws IOException, InterruptedException {
    Path images =
        ScannerFiles.write(
            Files.createDirectories(scratch).resolve("images"),
            count,
            new int[] {512, 192, 0, 208});
    Set<String> patients = new TreeSet<>();
    Set<String> studies = new TreeSet<>();
    long bytes = 0;
    try (var files = Files.walk(images)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
        if (DicomReader.read(file, ReadOptions.header()) instanceof DicomFile dicom) {
          dicom.dataSet().string(Tag.PatientID).ifPresent(patients::add);
          dicom.dataSet().string(Tag.StudyInstanceUID).ifPresent(studies::add);
        }
      }
    }
    var csv = new StringBuilder("patient_number,year_of_birth\n");
    patients.forEach(patient -> csv.append(patient).append(",1950\n"));
    text(
        request("/api/node/load?study=" + STUDY)
            .header("X-File-Name", "Patient.csv")
            .POST(BodyPublishers.ofString(csv.toString(), StandardCharsets.UTF_8)));
    System.out.printf(
        "%,d files, %,d MB, %d studies of %d patients%n",
        count, bytes / 1_000_000, studies.size(), patients.size());
    Instant dropped = Instant.now();
    Files.move(images, home.resolve("inbox").resolve(STUDY).resolve("images"));
    JsonNode delivery = loaded();
    Duration working =
        Duration.between(
            Instant.parse(delivery.path("receivedAt").asString()),
            Instant.parse(delivery.path("finishedAt").asString()));
    print("delivery through, settling of the inbox left out", working, count);
    JsonNode found;
    do {
      Thread.sleep(50);
      found =
          JsonMapper.shared().readTree(text(request("/fhir/ImagingStudy?_summary=count").GET()));
    } while (found.path("total").asInt() < studies.size());
    print("dropped to FHIR", Duration.between(dropped, Instant.now()), count);
    String report = text(request("/api/node/report").GET());
    print("dropped to FHIR, OMOP and catalogue", Duration.between(dropped, Instant.now()), count);
    report.lines().filter(line -> line.contains("image_")).forEach(System.out::println);
  }

  private JsonNode loaded() throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      JsonNode latest =
          JsonMapper.shared().readTree(text(request("/api/deliveries").GET())).path(0);
      if (latest.path("state").asString("").equals("LOADED")
          && latest.path("counts").path("read").asInt() == 0) {
        return latest;
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("the images were not loaded in " + PATIENCE);
  }

  private String text(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString()).body();
  }

  private HttpRequest.Builder request(String path) throws IOException {
    String port = Files.readString(home.resolve("node.port")).strip();
    String token = Files.readString(home.resolve("keys").resolve("command.token")).strip();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer " + token);
  }

  private static void print(String what, Duration took, int count) {
    double seconds = took.toMillis() / 1000.0;
    System.out.printf("== %-52s %7.1f s %,8.0f images/s%n", what, seconds, count / seconds);
  }
}
