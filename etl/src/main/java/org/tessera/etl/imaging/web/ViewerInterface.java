package org.tessera.etl.imaging.web;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.Study;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the viewer is told of this node: one source of images for each research study.
@RestController
final class ViewerInterface {
  private static final JsonMapper JSON = new JsonMapper();

  private final Mappings mappings;

  ViewerInterface(Mappings mappings) {
    this.mappings = mappings;
  }

  @GetMapping(path = "/viewer/app-config.js", produces = "text/javascript;charset=UTF-8")
  String settings() {
    ObjectNode config = JSON.createObjectNode();
    config.put("routerBasename", "/viewer");
    config.putArray("extensions");
    config.putArray("modes");
    config.putObject("customizationService");
    config.put("showStudyList", true);
    config.put("maxNumberOfWebWorkers", 3);
    config.put("showWarningMessageForCrossOrigin", false);
    config.put("showCPUFallbackMessage", true);
    config.put("showLoadingIndicator", true);
    config.put("strictZSpacingForVolumeViewport", true);
    ArrayNode sources = config.putArray("dataSources");
    for (Study study : mappings.studies()) {
      config.put("defaultDataSourceName", study.name());
      sources.add(source(study));
    }
    return """
    window.PUBLIC_URL = '/viewer/';
    window.browserImportFunction = name => import(name);
    window.config = %s;
    """
        .formatted(JSON.writeValueAsString(config));
  }

  private static ObjectNode source(Study study) {
    String root = "/dicomweb/" + study.name();
    ObjectNode source = JSON.createObjectNode();
    source.put("namespace", "@ohif/extension-default.dataSourcesModule.dicomweb");
    source.put("sourceName", study.name());
    ObjectNode settings = source.putObject("configuration");
    settings.put("friendlyName", study.title());
    settings.put("name", study.name());
    settings.put("qidoRoot", root);
    settings.put("wadoRoot", root);
    settings.put("wadoUriRoot", root);
    settings.put("qidoSupportsIncludeField", true);
    settings.put("imageRendering", "wadors");
    settings.put("thumbnailRendering", "thumbnail");
    settings.put("thumbnailRequestStrategy", "fetch");
    settings.put("enableStudyLazyLoad", true);
    settings.put("supportsFuzzyMatching", false);
    settings.put("supportsWildcard", true);
    settings.put("omitQuotationForMultipartRequest", false);
    settings.putObject("bulkDataURI").put("enabled", true);
    return source;
  }
}
