package org.tessera.etl.imaging.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomWriter;
import org.tessera.dicom.Element;
import org.tessera.dicom.EncapsulatedElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;
import org.tessera.dicom.model.BulkLinks;
import org.tessera.dicom.model.DicomJson;
import org.tessera.etl.imaging.ImageIntake;
import org.tessera.etl.imaging.Instance;
import org.tessera.etl.imaging.InstanceSearch.Level;

/// WADO-RS, PS3.18 section 10.4: instances as they are kept, their metadata, frames and bulk data.
/// Held pictures are nowhere among them.
@Controller
final class RetrieveInterface {
  private static final String DICOM = "application/dicom";
  private static final String OCTETS = "application/octet-stream";
  private static final long INLINE_BYTES_MAX = 1_024;

  private final ImageIntake images;

  RetrieveInterface(ImageIntake images) {
    this.images = images;
  }

  @GetMapping({
    "/dicomweb/{study}/studies/{uid}",
    "/dicomweb/{study}/studies/{uid}/series/{series}",
    "/dicomweb/{study}/studies/{uid}/series/{series}/instances/{instance}"
  })
  void files(HttpServletRequest request, HttpServletResponse response) throws IOException {
    files(Place.of(request).kept(images), request, response);
  }

  @GetMapping({
    "/dicomweb/{study}/studies/{uid}/metadata",
    "/dicomweb/{study}/studies/{uid}/series/{series}/metadata",
    "/dicomweb/{study}/studies/{uid}/series/{series}/instances/{instance}/metadata"
  })
  void metadata(HttpServletRequest request, HttpServletResponse response) throws IOException {
    metadata(Place.of(request).kept(images), request, response);
  }

  @GetMapping(
      "/dicomweb/{study}/studies/{uid}/series/{series}/instances/{instance}/frames/{frames}")
  void frames(@PathVariable String frames, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Instance instance = Place.of(request).one(images);
    DicomFile file = read(instance);
    FrameBytes pixels =
        FrameBytes.of(file)
            .orElseThrow(() ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "the instance has no frames to give"));
    int[] numbers = numbers(frames, pixels.count());
    String type = pixels.mediaType();
    var multipart = new MultipartOutput(response.getOutputStream());
    response.setContentType(multipart.contentType(OCTETS));
    String address =
        WebAddress.of(WebAddress.base(request, instance.study()), instance, Level.INSTANCE);
    for (int number : numbers) {
      OutputStream out = multipart.part(type, address + "/frames/" + number);
      pixels.write(number, out);
    }
    multipart.end();
  }

  private static int[] numbers(String frames, int count) {
    if (!frames.matches("\\d{1,9}(,\\d{1,9}){0,9999}")) {
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "frames are numbers, as in 1,2,3");
    }
    int[] numbers =
        java.util.Arrays.stream(frames.split(",", -1)).mapToInt(Integer::parseInt).toArray();
    for (int number : numbers) {
      if (number < 1 || number > count) {
        throw new ResponseStatusException(
            HttpStatus.NOT_FOUND, "the instance has frames 1 to " + count);
      }
    }
    return numbers;
  }

  @GetMapping("/dicomweb/{study}/studies/{uid}/series/{series}/instances/{instance}/bulk/{tag}")
  void bulk(@PathVariable String tag, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    DicomFile file = read(Place.of(request).one(images));
    Optional<Element> found = Tag.parse(tag).flatMap(file.dataSet()::get);
    var multipart = new MultipartOutput(response.getOutputStream());
    String address = request.getRequestURL().toString();
    switch (found.orElse(null)) {
      case ValueElement value -> {
        response.setContentType(multipart.contentType(OCTETS));
        OutputStream out = multipart.part(OCTETS, address);
        try (var in = value.openLittleEndian()) {
          in.transferTo(out);
        }
      }
      case EncapsulatedElement _ -> {
        response.setContentType(multipart.contentType(OCTETS));
        FrameBytes pixels = FrameBytes.of(file).orElseThrow(Place::missing);
        for (int number = 1; number <= pixels.count(); number++) {
          pixels.write(number, multipart.part(pixels.mediaType(), address));
        }
      }
      case null, default -> throw Place.missing();
    }
    multipart.end();
  }

  private DicomFile read(Instance instance) throws IOException {
    return StoredInstance.whole(images.folder(), instance).orElseThrow(Place::missing);
  }

  /// Instances as they are kept; native ones in explicit little endian where that is asked for.
  private void files(
      List<Instance> instances, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String accept = Optional.ofNullable(request.getHeader("Accept")).orElse("*/*");
    Optional<String> syntax = WantedSyntax.of(accept);
    for (Instance instance : instances) {
      if (syntax.isPresent() && !WantedSyntax.canGive(instance, syntax.get())) {
        throw new ResponseStatusException(
            HttpStatus.NOT_ACCEPTABLE,
            "an instance is kept in "
                + instance.attribute("TransferSyntaxUID")
                + " and not decoded here; ask for transfer-syntax=*");
      }
    }
    if (instances.size() == 1 && accept.startsWith(DICOM)) {
      response.setContentType(DICOM);
      write(instances.getFirst(), syntax, response.getOutputStream());
      return;
    }
    var multipart = new MultipartOutput(response.getOutputStream());
    response.setContentType(multipart.contentType(DICOM));
    for (Instance instance : instances) {
      String base = WebAddress.base(request, instance.study());
      OutputStream out = multipart.part(DICOM, WebAddress.of(base, instance, Level.INSTANCE));
      write(instance, syntax, out);
    }
    multipart.end();
  }

  private void write(Instance instance, Optional<String> syntax, OutputStream out)
      throws IOException {
    DicomFile file = read(instance);
    DicomWriter.write(WantedSyntax.in(file, syntax), out);
  }

  private void metadata(
      List<Instance> instances, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/dicom+json");
    OutputStream out = response.getOutputStream();
    String before = "[";
    for (Instance instance : instances) {
      Optional<DicomFile> file = StoredInstance.whole(images.folder(), instance);
      if (file.isPresent()) {
        String address =
            WebAddress.of(WebAddress.base(request, instance.study()), instance, Level.INSTANCE);
        String json = DicomJson.write(file.get().dataSet(), links(address));
        out.write((before + json).getBytes(StandardCharsets.UTF_8));
        before = ",";
      }
    }
    out.write((before.equals("[") ? "[]" : "]").getBytes(StandardCharsets.UTF_8));
  }

  /// Pixels, and what is long at the root, are fetched by themselves.
  private static BulkLinks links(String address) {
    return (path, element) -> {
      boolean root = path.indexOf('/') < 0;
      boolean large =
          element instanceof ValueElement value
              && value.length() > INLINE_BYTES_MAX
              && List.of(Vr.OB, Vr.OW, Vr.OD, Vr.OF, Vr.OL, Vr.OV, Vr.UN).contains(value.vr());
      return element.tag() == Tag.PixelData || (root && large)
          ? Optional.of(URI.create(address + "/bulk/" + Tag.hex(element.tag())))
          : Optional.empty();
    };
  }
}
