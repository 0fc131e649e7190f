package org.tessera.fhir.subscription;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.tessera.fhir.store.FhirJson;
import tools.jackson.databind.node.ObjectNode;

/// Calls subscribers. Redirects are not followed and answers are not read: both could lead where
/// nobody allowed.
final class HookCaller implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final AllowedHosts hosts;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(Redirect.NEVER).build();

  HookCaller(AllowedHosts hosts) {
    this.hosts = hosts;
  }

  /// Why this hook is never called, empty if it may be.
  Optional<String> refusal(Hook hook) {
    return hosts.refusal(hook.endpoint());
  }

  /// Tells a subscriber that something changed, with the resource if it wants that: without, a POST
  /// without a body; with, a PUT of the resource to its place below the endpoint.
  ///
  /// @return what went wrong, empty if the subscriber took it
  Optional<String> call(Hook hook, Optional<ObjectNode> resource) {
    Optional<String> refusal = refusal(hook);
    if (refusal.isPresent()) {
      return refusal;
    }
    try {
      HttpRequest.Builder request =
          resource.isPresent()
              ? put(hook, resource.get())
              : HttpRequest.newBuilder(hook.endpoint()).POST(BodyPublishers.noBody());
      for (String header : hook.headers()) {
        int colon = header.indexOf(':');
        if (colon < 1) {
          return Optional.of("a header of the channel is not written Name: value");
        }
        request.header(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
      }
      int status =
          client.send(request.timeout(ANSWER).build(), BodyHandlers.discarding()).statusCode();
      return status >= 200 && status < 300
          ? Optional.empty()
          : Optional.of("the endpoint answered " + status);
    } catch (IOException e) {
      return Optional.of("the endpoint was not reached: " + e.getClass().getSimpleName());
    } catch (IllegalArgumentException _) {
      return Optional.of("the endpoint or a header of the channel cannot be used");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.of("the server is being stopped");
    }
  }

  private static HttpRequest.Builder put(Hook hook, ObjectNode resource) {
    String base = hook.endpoint().toString().replaceAll("/+$", "");
    String type = resource.path("resourceType").asString("");
    URI address = URI.create(base + "/" + type + "/" + resource.path("id").asString(""));
    return HttpRequest.newBuilder(address)
        .header("Content-Type", "application/fhir+json")
        .PUT(BodyPublishers.ofByteArray(FhirJson.write(resource)));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
