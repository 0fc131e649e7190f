package org.tessera.fhir.rest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.tessera.fhir.operation.Canonicals;
import org.tessera.fhir.operation.OperationGroup;
import org.tessera.fhir.operation.Operations;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.CodeSets;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.validation.ValidationConfiguration;
import org.tessera.vocabularies.Vocabularies;

/// The FHIR servlet on a port of its own, with a database of its own.
final class TestServer implements AutoCloseable {
  private final TestDatabase database = TestDatabase.create("fhir");
  private final ResourceStore store = new ResourceStore(database.dataSource());
  private final HttpClient client = HttpClient.newHttpClient();
  private final Tomcat tomcat = new Tomcat();

  TestServer() throws IOException, LifecycleException {
    this(FhirSettings.DEFAULT);
  }

  TestServer(FhirSettings settings) throws IOException, LifecycleException {
    this(settings, (_, _, _) -> true);
  }

  TestServer(FhirSettings settings, EntryGuard guard) throws IOException, LifecycleException {
    Path folder = Files.createTempDirectory("tessera-test-tomcat-");
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    var context = tomcat.addContext("", folder.toString());
    store.index().start();
    var sets = CodeSets.stored(database.dataSource());
    var search = new Search(database.dataSource(), store.index(), sets);
    var canonicals =
        new Canonicals(search, List.of(new ValidationConfiguration().packagedDefinitions()));
    var operations =
        Operations.of(
            List.of(
                OperationGroup.ofResources(store, search, database.dataSource(), "rest"),
                OperationGroup.ofTerminology(store, canonicals, Vocabularies.builtIn())));
    var configuration = new FhirServerConfiguration();
    var interactions = configuration.interactions(store, search, settings, operations, canonicals);
    Tomcat.addServlet(context, "fhir", configuration.fhirServlet(interactions, guard));
    context.addServletMappingDecoded("/fhir/*", "fhir");
    tomcat.getConnector();
    // As the node has it: nothing of its inside, even where no servlet is reached.
    var refusals = new ErrorReportValve();
    refusals.setShowReport(false);
    refusals.setShowServerInfo(false);
    tomcat.getHost().getPipeline().addValve(refusals);
    tomcat.start();
  }

  ResourceStore store() {
    return store;
  }

  String base() {
    return "http://localhost:" + tomcat.getConnector().getLocalPort() + "/fhir";
  }

  HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  HttpResponse<String> send(String method, String path, String body, String... headers) {
    String address = path.startsWith("http") ? path : base() + path;
    var request =
        HttpRequest.newBuilder(URI.create(address))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty() && !String.join(" ", headers).contains("Content-Type")) {
      request.header("Content-Type", "application/fhir+json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
    store.index().close();
    database.close();
  }
}
