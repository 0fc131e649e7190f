package org.tessera.fhir.export;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What an export answers when it is done.
/// https://hl7.org/fhir/uv/bulkdata/STU2/export.html#response---complete-status
final class ExportManifest {
  private ExportManifest() {}

  static ObjectNode of(ExportJob job, ExportRun.Result result, List<ExportFiles.Written> written) {
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("transactionTime", result.snapshot().at().toString());
    manifest.put("request", job.origin().address());
    manifest.put("requiresAccessToken", !job.origin().caller().isEmpty());
    ArrayNode output = manifest.putArray("output");
    written.subList(0, result.live()).forEach(file -> output.add(file(job, file)));
    ArrayNode deleted = manifest.putArray("deleted");
    written.subList(result.live(), written.size()).forEach(file -> deleted.add(file(job, file)));
    manifest.putArray("error");
    return manifest;
  }

  private static ObjectNode file(ExportJob job, ExportFiles.Written file) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", file.type())
        .put("url", job.origin().base() + "/$export-file?job=" + job.id() + "&file=" + file.name())
        .put("count", file.count());
  }
}
