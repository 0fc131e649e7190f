package org.tessera.etl.imaging.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.server.ResponseStatusException;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.model.BulkLinks;
import org.tessera.dicom.model.DicomJson;
import org.tessera.etl.imaging.ImageIntake;
import org.tessera.etl.imaging.InstanceSearch;
import org.tessera.etl.imaging.InstanceSearch.Level;
import org.tessera.etl.imaging.InstanceSearch.Match;
import org.tessera.etl.imaging.InstanceSearch.Question;
import org.tessera.mappings.Mappings;

/// QIDO-RS, PS3.18 section 10.6: studies, series and instances of one research study, which is the
/// first part of the address because UIDs are keyed by it.
@Controller
final class SearchInterface {
  private static final String JSON = "application/dicom+json";

  private final ImageIntake images;
  private final Mappings mappings;
  private final InstanceSearch search;

  SearchInterface(ImageIntake images, Mappings mappings) {
    this.images = images;
    this.mappings = mappings;
    this.search = images.search();
  }

  @GetMapping("/dicomweb/{study}/studies")
  void studies(HttpServletRequest request, HttpServletResponse response) throws IOException {
    answer(Level.STUDY, EnumSet.of(Level.STUDY), request, response);
  }

  @GetMapping("/dicomweb/{study}/series")
  void series(HttpServletRequest request, HttpServletResponse response) throws IOException {
    answer(Level.SERIES, EnumSet.of(Level.STUDY, Level.SERIES), request, response);
  }

  @GetMapping("/dicomweb/{study}/instances")
  void instances(HttpServletRequest request, HttpServletResponse response) throws IOException {
    answer(Level.INSTANCE, EnumSet.allOf(Level.class), request, response);
  }

  @GetMapping("/dicomweb/{study}/studies/{uid}/series")
  void seriesOfStudy(HttpServletRequest request, HttpServletResponse response) throws IOException {
    answer(Level.SERIES, EnumSet.of(Level.SERIES), request, response);
  }

  @GetMapping("/dicomweb/{study}/studies/{uid}/instances")
  void instancesOfStudy(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(Level.INSTANCE, EnumSet.of(Level.SERIES, Level.INSTANCE), request, response);
  }

  @GetMapping("/dicomweb/{study}/studies/{uid}/series/{series}/instances")
  void instancesOfSeries(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(Level.INSTANCE, EnumSet.of(Level.INSTANCE), request, response);
  }

  /// @param told the levels whose attributes are told: those below what the address names
  private void answer(
      Level level, Set<Level> told, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Place asked = Place.of(request);
    if (mappings.study(asked.study()).isEmpty()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    WebQuery query = WebQuery.of(request, search);
    List<Match> matches =
        search.find(
            new Question(
                asked.study(),
                level,
                Optional.of(asked.uid()).filter(uid -> !uid.isEmpty()),
                Optional.of(asked.series()).filter(uid -> !uid.isEmpty()),
                query.matches(),
                query.limit(),
                query.offset()));
    if (!query.ignored().isEmpty()) {
      response.addHeader(
          "Warning", "299 tessera \"not searched by: " + String.join(", ", query.ignored()) + "\"");
    }
    response.setContentType(JSON);
    OutputStream out = response.getOutputStream();
    String before = "[";
    String base = WebAddress.base(request, asked.study());
    for (Match match : matches) {
      DataSet one =
          Answer.of(match, told, WebAddress.of(base, match.first(), level), more(match, query));
      // One by one: with all attributes a thousand of them are more than memory should hold.
      String json = DicomJson.write(one, BulkLinks.NONE);
      out.write((before + json).getBytes(StandardCharsets.UTF_8));
      before = ",";
    }
    out.write((matches.isEmpty() ? "[]" : "]").getBytes(StandardCharsets.UTF_8));
  }

  /// What was asked for besides, from the header of the first instance.
  private Optional<DataSet> more(Match match, WebQuery query) throws IOException {
    if (!query.everything() && query.include().isEmpty()) {
      return Optional.empty();
    }
    Optional<DataSet> header = StoredInstance.header(images.folder(), match.first());
    if (query.everything() || header.isEmpty()) {
      return header;
    }
    DataSetEdit edit = DataSet.EMPTY.edit();
    for (int tag : query.include()) {
      header.get().get(tag).ifPresent(edit::put);
    }
    return Optional.of(edit.build());
  }
}
