# What `cmake --install` puts where, and the Debian package: (cd build-release && cpack -G DEB).
include(GNUInstallDirs)

# As Debian builds what talks to a network.
target_compile_options(trainsync_build INTERFACE
  $<$<CONFIG:Release>:-fstack-protector-strong> $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2>)
target_link_options(trainsync PRIVATE $<$<CONFIG:Release>:LINKER:-z,relro,-z,now>)

set(TRAINSYNC_MAINTAINER "trainsync authors <trainsync@example.org>" CACHE STRING "Who answers for the package")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VENDOR "trainsync")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${TRAINSYNC_MAINTAINER}")
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "keep one SQLite file true to two training platforms")
set(CPACK_PACKAGE_DESCRIPTION
  "A background service that reads who is enrolled on what (Learn), who was
assigned which roleplay (Exec), and how it went, into one SQLite file, joined
by person. Questions are then asked in SQL, with any tool.
.
It only reads from the platforms, asks only for what changed where it can,
and opens no listening socket.")
# The libraries by what the program links; systemd for the user, the unit and its credentials.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, libsqlite3-0 (>= 3.38), systemd (>= 252)")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS sqlite3)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "bash-completion, prometheus-node-exporter")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  "${CMAKE_CURRENT_LIST_DIR}/conffiles"
  "${CMAKE_CURRENT_LIST_DIR}/postinst"
  "${CMAKE_CURRENT_LIST_DIR}/prerm"
  "${CMAKE_CURRENT_LIST_DIR}/postrm")
include(CPack)

# Text as Debian keeps it: gzipped, without a stamp.
set(package_dir "${CMAKE_BINARY_DIR}/package")
file(MAKE_DIRECTORY "${package_dir}")
configure_file("${CMAKE_CURRENT_LIST_DIR}/changelog.in" "${package_dir}/changelog.Debian" @ONLY)
add_custom_command(OUTPUT "${package_dir}/trainsync.toml.5"
  COMMAND sh "${CMAKE_CURRENT_LIST_DIR}/toml_manual.sh" "$<TARGET_FILE:trainsync>" > trainsync.toml.5
  DEPENDS trainsync "${CMAKE_CURRENT_LIST_DIR}/toml_manual.sh" WORKING_DIRECTORY "${package_dir}" VERBATIM)
function(gzipped from to)
  add_custom_command(OUTPUT "${package_dir}/${to}" COMMAND gzip -9nc "${from}" > "${package_dir}/${to}"
    DEPENDS "${from}" VERBATIM)
  set_property(GLOBAL APPEND PROPERTY TRAINSYNC_GZIPPED "${package_dir}/${to}")
endfunction()
gzipped("${CMAKE_CURRENT_LIST_DIR}/trainsync.1" trainsync.1.gz)
gzipped("${package_dir}/trainsync.toml.5" trainsync.toml.5.gz)
gzipped("${package_dir}/changelog.Debian" changelog.Debian.gz)
gzipped("${CMAKE_SOURCE_DIR}/CHANGELOG.md" changelog.gz)
get_property(package_files GLOBAL PROPERTY TRAINSYNC_GZIPPED)
if(NOT TRAINSYNC_SANITIZE) # running the program for its manual is slow there, and nobody installs it
  add_custom_target(package_files ALL DEPENDS ${package_files})
endif()

install(TARGETS trainsync RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(FILES "${package_dir}/trainsync.1.gz" DESTINATION share/man/man1)
install(FILES "${package_dir}/trainsync.toml.5.gz" DESTINATION share/man/man5)
install(FILES "${CMAKE_CURRENT_LIST_DIR}/bash-completion"
  DESTINATION share/bash-completion/completions RENAME trainsync)
install(FILES "${CMAKE_CURRENT_LIST_DIR}/trainsync.sysusers" DESTINATION lib/sysusers.d RENAME trainsync.conf)
install(FILES "${CMAKE_CURRENT_LIST_DIR}/trainsync.tmpfiles" DESTINATION lib/tmpfiles.d RENAME trainsync.conf)
install(FILES "${CMAKE_CURRENT_LIST_DIR}/lintian-overrides" DESTINATION share/lintian/overrides RENAME trainsync)
install(FILES "${CMAKE_CURRENT_LIST_DIR}/README.md" "${CMAKE_CURRENT_LIST_DIR}/copyright"
  "${package_dir}/changelog.Debian.gz" "${package_dir}/changelog.gz" DESTINATION share/doc/trainsync)
install(FILES "${CMAKE_SOURCE_DIR}/schema/README.md" DESTINATION share/doc/trainsync RENAME schema.md)

# The unit names the program where it is installed, and its place and the configuration's depend on the prefix, which
# is only known now. A configuration that is there is somebody's work, and stays.
install(CODE "set(unit \"${CMAKE_CURRENT_LIST_DIR}/trainsync.service\")
set(sample \"${CMAKE_SOURCE_DIR}/config/trainsync.toml\")
set(scratch \"${package_dir}\")")
install(CODE [[
  if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
    set(units /lib/systemd/system)
  else()
    set(units "${CMAKE_INSTALL_PREFIX}/lib/systemd/system")
  endif()
  if(CMAKE_INSTALL_PREFIX MATCHES "^/usr(/local)?$")
    set(config /etc/trainsync)
  else()
    set(config "${CMAKE_INSTALL_PREFIX}/etc/trainsync")
  endif()
  file(READ "${unit}" text)
  set(program "${CMAKE_INSTALL_PREFIX}/bin/trainsync")
  if(NOT config STREQUAL "/etc/trainsync")
    string(APPEND program " --config ${config}/trainsync.toml")
  endif()
  string(REPLACE "/usr/bin/trainsync" "${program}" text "${text}")
  file(WRITE "${scratch}/trainsync.service" "${text}")
  file(INSTALL "${scratch}/trainsync.service" DESTINATION "${units}")
  if(NOT EXISTS "$ENV{DESTDIR}${config}/trainsync.toml")
    file(INSTALL "${sample}" DESTINATION "${config}")
  endif()
]])
