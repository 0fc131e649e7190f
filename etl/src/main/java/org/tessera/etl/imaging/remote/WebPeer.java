package org.tessera.etl.imaging.remote;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Limited;
import org.tessera.dicom.model.BulkValues;
import org.tessera.dicom.model.DicomJson;
import org.tessera.dicom.model.ModelReading;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Another archive that speaks DICOMweb.
public final class WebPeer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
  private static final Duration ANSWER_MAX = Duration.ofMinutes(10);
  private static final long ANSWER_BYTES_MAX = 64_000_000;
  private static final String DICOM_JSON = "application/dicom+json";
  private static final String FILES = "multipart/related; type=\"application/dicom\"";
  private static final int NO_CONTENT = 204;
  private static final long INSTANCE_BYTES_MAX = 16L << 30;
  private static final String NO_JSON = "its answer is no DICOM JSON";
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final String base;
  private final Optional<String> authorization;
  private final HttpClient client;
  private final SteadyInput.Pace pace;

  /// The other side cannot be used; the message says how that shows, and repeats nothing it sent.
  public static final class Trouble extends IOException {
    private static final long serialVersionUID = 1;

    private static final Set<Integer> OF_CONTENT = Set.of(400, 406, 413, 415, 422);

    private final String words;
    private final boolean content;

    Trouble(String words) {
      super(words);
      this.words = words;
      this.content = false;
    }

    private Trouble(String words, int status) {
      super(words);
      this.words = words;
      this.content = OF_CONTENT.contains(status);
    }

    /// Whether it is what was sent that it cannot use, and not the sender or the moment.
    public boolean isOfContent() {
      return content;
    }

    /// How it shows.
    public String words() {
      return words;
    }
  }

  /// What a node shows when it asks.
  ///
  /// @param user for a name and a password; empty for none
  /// @param token a bearer token; empty for none
  public record Access(String user, String password, String token) {
    /// Nothing.
    public static final Access NONE = new Access("", "", "");

    Optional<String> header() {
      if (!token.isEmpty()) {
        return Optional.of("Bearer " + token);
      }
      byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return user.isEmpty()
          ? Optional.empty()
          : Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
    }
  }

  private WebPeer(String base, Access access, HttpClient client, SteadyInput.Pace pace) {
    this.base = base;
    this.pace = pace;
    this.authorization = access.header();
    this.client = client;
  }

  /// Whether this names a DICOMweb archive and not one of another kind.
  public static boolean isAddress(String text) {
    return text.startsWith("http://") || text.startsWith("https://");
  }

  private static URI uri(String address) {
    URI uri = URI.create(address.strip());
    if (uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
      throw new IllegalArgumentException(
          "expected an address such as https://pacs.example/dicom-web; a name and password stand"
              + " in settings of their own");
    }
    return uri;
  }

  /// Host and port of an address, as people tell archives apart.
  ///
  /// @throws IllegalArgumentException for what is no address
  public static String host(String address) {
    return uri(address).getAuthority();
  }

  /// The archive at an address.
  ///
  /// @param address such as `https://pacs.example/dicom-web`
  /// @param tls what vouches for whom over https; the JDK's own where there is none
  /// @throws IllegalArgumentException for what is no address
  public static WebPeer of(String address, Access access, Optional<SSLContext> tls) {
    return of(address, access, tls, SteadyInput.Pace.USUAL);
  }

  static WebPeer of(
      String address, Access access, Optional<SSLContext> tls, SteadyInput.Pace pace) {
    URI uri = uri(address);
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_MAX)
            .followRedirects(HttpClient.Redirect.NEVER);
    tls.ifPresent(client::sslContext);
    return new WebPeer(uri.toString().replaceAll("/+$", ""), access, client.build(), pace);
  }

  /// Its host and port.
  public String host() {
    return host(base);
  }

  /// What became of instances that were stored.
  ///
  /// @param all whether the archive says that it took them all
  /// @param stored UIDs of those it says it has
  /// @param failed UIDs of those it refuses, with the reason's number (PS3.18 annex I.2.2)
  public record Stored(boolean all, List<String> stored, Map<String, Integer> failed) {}

  /// Stores files (STOW-RS).
  public Stored store(List<Path> files) throws IOException, InterruptedException {
    String boundary = "part-" + UUID.randomUUID();
    List<BodyPublisher> parts = new ArrayList<>();
    for (Path file : files) {
      parts.add(text("\r\n--" + boundary + "\r\nContent-Type: application/dicom\r\n\r\n"));
      try {
        parts.add(BodyPublishers.ofFile(file));
      } catch (FileNotFoundException e) {
        throw new Trouble("an instance is no longer in the folder dicom");
      }
    }
    parts.add(text("\r\n--" + boundary + "--\r\n"));
    HttpRequest request =
        request("/studies", DICOM_JSON)
            .header("Content-Type", FILES + "; boundary=" + boundary)
            .POST(BodyPublishers.concat(parts.toArray(BodyPublisher[]::new)))
            .build();
    return send(
        request,
        (answer, body) -> {
          boolean judged = answer.statusCode() / 100 == 2 || answer.statusCode() == CONFLICT;
          if (!judged) {
            throw trouble(answer.statusCode());
          }
          JsonNode json = json(body);
          Map<String, Integer> failed = new HashMap<>();
          for (JsonNode one : json.path("00081198").path("Value")) {
            failed.put(value(one, "00081155"), one.path("00081197").path("Value").path(0).asInt(0));
          }
          List<String> stored = new ArrayList<>();
          json.path("00081199").path("Value").forEach(one -> stored.add(value(one, "00081155")));
          return new Stored(answer.statusCode() == 200 && failed.isEmpty(), stored, failed);
        });
  }

  private static String value(JsonNode item, String tag) {
    return item.path(tag).path("Value").path(0).asString("");
  }

  private static Trouble trouble(int status) {
    return new Trouble(
        switch (status) {
          case UNAUTHORIZED, FORBIDDEN -> "it does not let us in (%d)".formatted(status);
          case NOT_FOUND -> "it knows no such address (404)";
          case 301, 302, 303, 307, 308 ->
              "it sends us elsewhere (%d), where we do not go: give its own address"
                  .formatted(status);
          default -> "it answers with %d".formatted(status);
        },
        status);
  }

  private static JsonNode json(InputStream body) throws IOException {
    byte[] bytes = bounded(body);
    try {
      return bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
    } catch (JacksonException _) {
      throw new Trouble(NO_JSON);
    }
  }

  private static byte[] bounded(InputStream body) throws IOException {
    try (InputStream bounded = new Limited(body, ANSWER_BYTES_MAX)) {
      return bounded.readAllBytes();
    } catch (Limited.Exceeded _) {
      throw new Trouble(NO_JSON);
    }
  }

  /// Searches (QIDO-RS).
  ///
  /// @param question what follows the archive's address, such as `/studies?limit=10`
  public List<DataSet> search(String question) throws IOException, InterruptedException {
    return send(
        request(question, DICOM_JSON).GET().build(),
        (answer, body) -> {
          if (answer.statusCode() == NO_CONTENT) {
            return List.of();
          }
          requireSuccess(answer);
          String text = new String(bounded(body), StandardCharsets.UTF_8);
          return switch (DicomJson.read(text, BulkValues.NONE)) {
            case ModelReading.DataSets sets -> sets.all();
            case ModelReading.Refused _ -> throw new Trouble(NO_JSON);
          };
        });
  }

  /// What takes an instance over; it need not read all of it.
  @FunctionalInterface
  public interface Part {
    /// Takes the file as it comes.
    void take(InputStream file) throws IOException;
  }

  /// Retrieves the instances of a study as they are kept there (WADO-RS). When this returns all
  /// that the archive sent was whole.
  ///
  /// @param room whether there is room for more
  public void retrieve(String studyUid, Part part, BoundedBody.Room room)
      throws IOException, InterruptedException {
    HttpRequest request =
        request("/studies/" + studyUid, FILES + "; transfer-syntax=*").GET().build();
    send(
        request,
        (answer, body) -> {
          requireSuccess(answer);
          String type = answer.headers().firstValue("Content-Type").orElse("");
          String boundary =
              MultipartInput.boundary(type)
                  .orElseThrow(() -> new Trouble("its answer holds no instances"));
          var parts = new MultipartInput(body, boundary);
          while (parts.next()) {
            try (InputStream file = new BoundedBody(parts.content(), INSTANCE_BYTES_MAX, room)) {
              part.take(file);
            }
          }
          return true;
        });
  }

  private static void requireSuccess(HttpResponse<?> answer) throws Trouble {
    if (answer.statusCode() != 200) {
      throw trouble(answer.statusCode());
    }
  }

  private HttpRequest.Builder request(String path, String accept) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(ANSWER_MAX)
            .header("Accept", accept);
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  /// What is made of an answer.
  private interface Reading<T> {
    T read(HttpResponse<?> answer, InputStream body) throws IOException;
  }

  private <T> T send(HttpRequest request, Reading<T> reading)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> answer;
    try {
      answer = client.send(request, BodyHandlers.ofInputStream());
    } catch (ConnectException | HttpConnectTimeoutException _) {
      throw new Trouble("nobody answers there");
    } catch (HttpTimeoutException _) {
      throw new Trouble("it did not answer in time");
    } catch (SSLException _) {
      throw new Trouble("its certificate, or ours, is not accepted");
    } catch (IOException _) {
      throw new Trouble("the connection broke");
    }
    try (InputStream body = new SteadyInput(answer.body(), pace)) {
      return reading.read(answer, body);
    } catch (SteadyInput.Stalled _) {
      throw new Trouble("it did not go on answering");
    } catch (MultipartInput.Broken _) {
      throw new Trouble("its answer broke off");
    } catch (Limited.Exceeded _) {
      throw new Trouble("it sent an instance of more than 16 GiB");
    } catch (BoundedBody.NoRoom _) {
      throw new Trouble("this node's disk is full");
    }
  }

  private static BodyPublisher text(String text) {
    return BodyPublishers.ofString(text, StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
