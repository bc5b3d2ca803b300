@echo off
rem Starts Lariat on Windows. UNTESTED: nobody has run this file yet. If you do, please tell us what happened.
rem
rem   LARIAT_JAVA   the folder of the JDK to use; otherwise JAVA_HOME and PATH are tried
rem
rem In the archive of "mvn -Pimage package" it lies beside its own Java (runtime) and its jars (lib). In a clone it builds once, when there
rem is no target\dist, and not again when sources change: delete target\dist for that.
setlocal enableextensions
set "home=%~dp0"
if exist "%home%runtime\bin\java.exe" goto installed

set "jars=%home%target\dist"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
if defined LARIAT_JAVA set "java=%LARIAT_JAVA%\bin\java"
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo lariat: needs a JDK 25 or later: install one ^(https://adoptium.net^), or set LARIAT_JAVA to its folder 1>&2
  exit /b 2
)
if exist "%jars%\built" goto start
where mvn >nul 2>&1
if errorlevel 1 (
  echo lariat: needs Maven ^(mvn^) to build itself 1>&2
  exit /b 2
)
pushd "%home%"
if not exist target mkdir target
call mvn -B -ntp -Pdist -Dquick -DskipTests -Dmaven.test.skip -pl cli -am package > target\dist.log 2>&1
if errorlevel 1 (
  popd
  echo lariat: could not be built; the log is in "%home%target\dist.log" 1>&2
  exit /b 70
)
popd
if exist "%jars%" rmdir /s /q "%jars%"
move "%home%target\dist.next" "%jars%" >nul
type nul > "%jars%\built"
goto start

:installed
set "jars=%home%lib"
set "java=%home%runtime\bin\java"
if defined LARIAT_JAVA set "java=%LARIAT_JAVA%\bin\java"

:start
rem Java's line about the incubator module stays on the terminal here.
"%java%" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:MaxRAMPercentage=75 -Dstdout.encoding=UTF-8 ^
  -Dstderr.encoding=UTF-8 --add-modules jdk.incubator.vector --add-exports jdk.compiler/com.sun.tools.javac.launcher=ALL-UNNAMED ^
  -cp "%jars%\*;%home%target\trees\*" dev.lariat.cli.Main %*
exit /b %errorlevel%
