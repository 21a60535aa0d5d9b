# MOTCUA_CACHE: where `./dev setup` keeps the toolchain and the built dependencies. The same rule as in cmake/setup/common.sh.
if(DEFINED ENV{MOTCUA_CACHE})
  set(MOTCUA_CACHE "$ENV{MOTCUA_CACHE}")
elseif(DEFINED ENV{XDG_CACHE_HOME} AND NOT "$ENV{XDG_CACHE_HOME}" STREQUAL "")
  set(MOTCUA_CACHE "$ENV{XDG_CACHE_HOME}/motcua")
else()
  set(MOTCUA_CACHE "$ENV{HOME}/.cache/motcua")
endif()
