package org.tessera.fhir.rest;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/// Measures transactions, reads and searches over HTTP, client and server in one process.
/// Arguments: transactions, writers.
final class RestLoad {
  private static final int OBSERVATIONS = 200;

  private RestLoad() {}

  public static void main(String[] args) throws Exception {
    int transactions = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    int writers = args.length > 1 ? Integer.parseInt(args[1]) : 4;
    long start = System.nanoTime();
    try (var server = new TestServer()) {
      server.get("/metadata");
      System.out.printf("database, servlet and first /metadata %.1f s%n", seconds(start));
      post(server, 20, 1, "w");
      post(server, transactions, writers, "p");
      latency("read", i -> server.get("/Observation/p" + i % transactions + "-7").statusCode());
      latency(
          "patient+code+date",
          i ->
              server
                  .get(
                      "/Observation?patient=p%d&code=http://loinc.org%%7C2190%d-5&date=ge2020"
                          .formatted(i % transactions, i % 10))
                  .statusCode());
      latency("code, page of 50", i -> server.get("/Observation?code=21903-5").statusCode());
      latency("name", i -> server.get("/Patient?name=fam&_count=20").statusCode());
    }
  }

  private static void post(TestServer server, int transactions, int writers, String prefix)
      throws Exception {
    List<Callable<Integer>> posts = new ArrayList<>();
    for (int i = 0; i < transactions; i++) {
      String bundle = bundle(prefix + i);
      posts.add(() -> server.send("POST", "", bundle).statusCode());
    }
    long start = System.nanoTime();
    long cpu = cpu();
    int failed = 0;
    try (var pool = Executors.newFixedThreadPool(writers)) {
      for (var done : pool.invokeAll(posts)) {
        failed += done.get() == 200 ? 0 : 1;
      }
    }
    int resources = transactions * (OBSERVATIONS + 1);
    System.out.printf(
        "%d transactions of %d, %d writers: %.0f resources/s, %.0f us CPU here each, %d failed%n",
        transactions,
        OBSERVATIONS + 1,
        writers,
        resources / seconds(start),
        (cpu() - cpu) / 1e3 / resources,
        failed);
  }

  private static void latency(String what, IntFunction<Integer> act) {
    int rounds = 300;
    double[] millis = new double[rounds];
    for (int i = -100; i < rounds; i++) {
      long start = System.nanoTime();
      int status = act.apply(i + 100);
      if (status != 200) {
        throw new IllegalStateException(what + " answered " + status);
      }
      if (i >= 0) {
        millis[i] = seconds(start) * 1e3;
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        "%-18s p50 %.1f ms, p95 %.1f ms%n", what, millis[rounds / 2], millis[rounds * 95 / 100]);
  }

  private static String bundle(String patient) {
    var text = new StringBuilder("{'resourceType':'Bundle','type':'transaction','entry':[");
    text.append(
        "{'fullUrl':'urn:uuid:x','resource':{'resourceType':'Patient','id':'%s','name':[{'family':'Family%s'}]},'request':{'method':'PUT','url':'Patient/%s'}}"
            .formatted(patient, patient, patient));
    for (int i = 0; i < OBSERVATIONS; i++) {
      text.append(
          (",{'resource':{'resourceType':'Observation','id':'%s-%d','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'2190%d-5','display':'Primary"
               + " tumor.clinical [Class] Cancer'}]},"
               + "'subject':{'reference':'urn:uuid:x'},'effectiveDateTime':'2020-01-%02d','valueQuantity':{'value':%d.50,'unit':'mm','system':'http://unitsofmeasure.org','code':'mm'}},"
               + "'request':{'method':'PUT','url':'Observation/%s-%d'}}")
              .formatted(patient, i, i % 10, 1 + i % 28, i, patient, i));
    }
    return text.append("]}").toString().replace('\'', '"');
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
