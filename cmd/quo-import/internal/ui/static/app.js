/* Made by go generate from ../client. Contains Preact, (c) 2015-present Jason Miller, MIT: ../client/vendor/preact/LICENSE */
var ie="http://www.w3.org/2000/svg",he="http://www.w3.org/1999/xhtml",me="http://www.w3.org/1998/Math/MathML";var O=Symbol.for("pv"),F={},L=[],Ae=/^m(i|n|o|s|text|space)$/,oe=16;var X=Array.isArray,z=L.slice,M=Object.assign;function w(e){e&&e.parentNode&&e.remove()}function we(e,t,n,i){let s,r,o;for(;t=t._parent;)if((s=t._component)&&!(s._bits&1)){s._bits|=4;try{if(r=s.constructor,(o=r&&r.getDerivedStateFromError)&&s.setState(
r.getDerivedStateFromError(e)),s.componentDidCatch&&(s.componentDidCatch(e,i||{}),o=1),o&&s._bits&8){s._bits|=2;return}}catch(c){e=c}}throw ve(),e}var dt={_catchError:we},y=dt;var ht=0;function U(e,t,n,i,s){let r={type:e,props:t,key:n,ref:i,_children:null,_parent:null,_depth:0,_dom:null,_component:null,constructor:O,_original:s||++ht,_index:-1,
_flags:0};return!s&&y.vnode&&y.vnode(r),r}function k(e){return e.children}function j(e,t){this.props=e,this.context=t,this._bits=0}j.prototype.setState=function(e,t){let n=this._nextState;if((!n||n==this.state)&&(n=this._nextState=M({},
this.state)),typeof e=="function"&&(e=e(M({},n),this.props)),e)M(n,e);else return;this._vnode&&(t&&this._stateCallbacks.push(t),be(this))};j.prototype.forceUpdate=
function(e){this._vnode&&(this._bits|=4,e&&this._renderCallbacks.push(e),be(this))};j.prototype.render=k;function A(e,t){if(t==null)return e._parent&&A(e._parent,
e._index+1);let n;for(;t<e._children.length;t++)if(n=e._children[t],n&&n._dom)return n._dom;return typeof e.type=="function"&&!e.props._parentDom?A(e):null}function mt(e){
let t=e._vnode,n=t._dom,i=[],s=[],r=e._parentDom;if(r){let o=M({constructor:O},t);o._original=t._original+1,y.vnode&&y.vnode(o),W(r,o,t,e._globalContext,r.namespaceURI,
t._flags&32?[n]:null,i,n||A(t),t._flags&32,s),o._original=t._original,o._parent._children[o._index]=o,ce(i,o,s),t._parent=t._dom=null,o._dom!=n&&Ne(o)}}function Ne(e){
if((e=e._parent)&&e._component&&!e.props._parentDom)return e._dom=null,e._children.some(t=>t&&(e._dom=t._dom)),Ne(e)}var I=[],ae,ge=0;function ve(){ge=0}function be(e){
(!(e._bits&8)&&(e._bits|=8,I.push(e),!ge++)||ae!=y.debounceRendering)&&(ae=y.debounceRendering,(ae||queueMicrotask)(Fe))}var gt=(e,t)=>e._vnode._depth-t._vnode.
_depth;function Fe(){try{let e,t=1;for(;I.length;)I.length>t&&I.sort(gt),e=I.shift(),t=I.length,e._bits&8&&mt(e)}finally{(ge=I.length)&&(ae||queueMicrotask)(Fe)}}function Ee(e,t,n,i,s,r,o,c,h,g,l){let u,m,p,a,d,C=i._children||L,b=t.length;for(h=Et(n,t,C,h,b),u=0;u<b;u++){if(p=n._children[u],p==null)continue;m=~p._index&&
C[p._index]||F,p._index=u;let E=W(e,p,m,s,r,o,c,h,g,l);a=p._dom,(m.ref!=p.ref||m._flags&8)&&(m.ref&&le(m.ref,null,p,m),p.ref&&l.push(p.ref,p._component||a,p)),d=
d||a,p._flags&4?(h=Le(p,h,e,!m._original),m._dom&&(m._dom=null)):typeof p.type=="function"&&E!==void 0?h=E:a&&(h=a.nextSibling),p._flags&=~(4|oe)}return n._dom=
d,h}function Et(e,t,n,i,s){let r,o,c,h=n.length,g=h,l=0,u=0,m=e._children=Array(s);for(r=0;r<s;r++){if(o=t[r],o==null||typeof o=="boolean"||typeof o=="function"){
m[r]=null;continue}else typeof o!="object"||o.constructor===String?o=m[r]=U(null,o):X(o)?o=m[r]=U(k,{children:o}):o.constructor===O&&o._depth?o=m[r]=U(o.type,o.
props,o.key,o.ref,o._original):m[r]=o;let p=r+l;o._parent=e,o._depth=e._depth+1;let a=o._index=yt(o,n,p,g);c=null,~a&&(c=n[a],g--,c&&(c._flags|=2)),!c||!c._original?
(~a||(s>h?l--:s<h&&l++),typeof o.type!="function"&&(o._flags|=4)):(o._flags|=oe,a==p-1?l--:a==p+1?l++:a!=p&&(a>p?l--:l++,u=1))}if(u){let p=[],a=[];for(r=0;r<s;r++)
if(o=m[r],o&&o._flags&oe){l=0;let d=p.length;for(;l<d;){let C=l+d>>1;p[C]<o._index?l=C+1:d=C}p[l]=o._index,a[r]=l+1}for(l=p.length;r--;)a[r]&&(a[r]==l?l--:m[r].
_flags|=4)}if(g)for(r=0;r<h;r++)c=n[r],c&&!(c._flags&2)&&(c._dom==i&&(i=A(c)),pe(c,c));return i}function Le(e,t,n,i){if(typeof e.type=="function"){if(e.props._parentDom)
return t;let s=e._children;if(s)for(let r=0;r<s.length;r++)s[r]&&(s[r]._parent=e,t=Le(s[r],t,n,!1));return t}else{t&&!t.parentNode&&(t=A(e),t&&!t.parentNode&&(t=
null));let s=e._dom,r=t;for(;r&&r.nodeType==8;)r=r.nextSibling;s!=r&&(!i&&n.moveBefore&&s.parentNode?n.moveBefore(s,t):n.insertBefore(s,t||null)),t=s}for(;(t=t&&
t.nextSibling)&&t.nodeType==8&&!t.data.startsWith("$s"););return t}function yt(e,t,n,i){let s=e.key,r=e.type,o=t[n],c=o&&!(o._flags&2),h=i>(c?1:0);if(o===null&&s==null||c&&s==o.key&&r==o.type)return n;if(h){let g;for(g=n-1;g>=0;g--)
if(o=t[g],o&&!(o._flags&2)&&s==o.key&&r==o.type)return g;for(g=n+1;g<t.length;g++)if(o=t[g],o&&!(o._flags&2)&&s==o.key&&r==o.type)return g}return-1}var ye=Symbol();function Ue(e,t,n){n==null&&(n=""),t[0]=="-"?e.setProperty(t,n):e[t]=n}var Ct=/(PointerCapture)$|Capture$/i,He=0;function Q(e,t,n,i,s){let r;if(t==
"style")if(typeof n=="string")e.style.cssText=n;else{if(typeof i=="string"&&(e.style.cssText=i=""),i)for(t in i)n&&t in n||Ue(e.style,t);if(n)for(t in n)(!i||n[t]!=
i[t])&&Ue(e.style,t,n[t])}else if(t[0]=="o"&&t[1]=="n"){if(typeof n!="function"&&(n=null),typeof i!="function"&&(i=null),(e._listeners||(e._listeners={}))[t]=n,
!n||!i){let o=Ie[t]||(Ie[t]=xt(t));(e._attached||(e._attached={}))[t]=He,r=t!=(t=t.replace(Ct,"$1")),t=t.slice(2),t[0]<"a"&&(t=t.toLowerCase()),n?e.addEventListener(
t,o,r):e.removeEventListener(t,o,r)}}else{if(s==ie)t=t.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(t!="width"&&t!="height"&&t!="href"&&t!="list"&&t!=
"form"&&t!="tabIndex"&&t!="download"&&t!="rowSpan"&&t!="colSpan"&&t!="role"&&t!="popover"&&t in e)try{e[t]=n==null?"":n;return}catch{}if(typeof n=="function")return;
n!=null&&(n!==!1||t[4]=="-")?e.setAttribute(t,t=="popover"&&n==!0?"":n):e.removeAttribute(t)}}function xt(e){return function(t){let n=this._listeners;if(n){if(n=
n[e],t[ye]==null)t[ye]=He++;else if(t[ye]<this._attached[e])return;return n(y.event?y.event(t):t)}}}var Ie={};function W(e,t,n,i,s,r,o,c,h,g){let l,u,m=t.type;if(t.constructor!==O)return null;n._flags&128&&(h=n._flags&32,l=n._component._excess)&&(t._flags|=h,u=r=[],l.nodeType==
8?c=ue(l,r):r.push(l),c=r[0]||c),(l=y._diff)&&l(t);e:if(typeof m=="function"){let p=o.length;try{let a,d,C,b,E=t.props,T=(l=m.prototype)&&l.render;l=m.contextType;
let N=l&&i[l._id],H=l?N?N.props.value:l._defaultValue:i;if((a=n._component)?(t._component=a,a._bits&2&&(a._bits|=1)):(T?t._component=a=new m(E,H):(t._component=
a=new j(E,H),a.constructor=m,a.render=kt),N&&N.sub(a),a.state||(a.state={}),a._globalContext=i,a._bits|=8,a._renderCallbacks=[],a._stateCallbacks=[]),T&&(a._nextState||
(a._nextState=a.state),m.getDerivedStateFromProps&&(a._nextState==a.state&&(a._nextState=M({},a._nextState)),M(a._nextState,m.getDerivedStateFromProps(E,a._nextState)))),
d=a.props,C=a.state,a._vnode=t,!n._component)T&&!m.getDerivedStateFromProps&&a.componentWillMount&&a.componentWillMount(),T&&a.componentDidMount&&a._renderCallbacks.
push(a.componentDidMount);else{if(E!==d&&T&&!m.getDerivedStateFromProps&&a.componentWillReceiveProps&&a.componentWillReceiveProps(E,H),t._original==n._original&&
!(a._bits&8)||!(a._bits&4)&&a.shouldComponentUpdate&&a.shouldComponentUpdate(E,a._nextState,H)===!1){t._original!=n._original&&(a.props=E,a.state=a._nextState,a.
_bits&=-9),t._dom=n._dom,t._children=n._children,t._children.some($=>{$&&($._parent=t)}),L.push.apply(a._renderCallbacks,a._stateCallbacks),a._stateCallbacks=[],
a._renderCallbacks.length&&o.push(a),c=A(n);break e}a.componentWillUpdate&&a.componentWillUpdate(E,a._nextState,H),T&&a.componentDidUpdate&&a._renderCallbacks.push(
()=>{a.componentDidUpdate(d,C,b)})}a.context=H,a.props=E,a._parentDom=e,a._bits&=-5;let Me=y._render,_t=T?25:0;do a._bits&=-9,Me&&Me(t),l=a.render(a.props,a.state=
a._nextState,a.context);while(a._bits&8&&++_t<25);T&&(L.push.apply(a._renderCallbacks,a._stateCallbacks),a._stateCallbacks=[]),a.state=a._nextState,a.getChildContext&&
(i=M({},i,a.getChildContext())),T&&n._component&&a.getSnapshotBeforeUpdate&&(b=a.getSnapshotBeforeUpdate(d,C));let de=l&&l.type===k&&l.key==null?l.props.children:
l;E._parentDom&&(l=c,e=E._parentDom,s=e.namespaceURI,h=r=null,n.props&&n.props._parentDom!=e&&(n._children.some($=>{$&&pe($,$)}),n._children=null),c=n._children?
A(n,0):null),c=Ee(e,X(de)?de:[de],t,n,i,s,r,o,c,h,g),E._parentDom&&(t._dom=null,c=l),t._flags&=-161,u&&u.some(w),a._renderCallbacks.length&&o.push(a),a._bits&1&&
(a._bits&=-4)}catch(a){if(o.length=p,t._original=null,h||r)if(a&&a.then){let d,C;if(t._flags|=128|h,r){let b=r.indexOf(c||void 0),E;for(~b||(b=r.length);(E=r[b-
1])&&E.nodeType==8;)b--;for(;b<r.length;b++)if(E=r[b])if(r[b]=null,d){if(E==C)break}else{if(E.nodeType!=8)break;E.data.startsWith("$s")&&(C=ue(d=E))}}if(!d){for(;c&&
c.nodeType==8&&c.nextSibling;)c=c.nextSibling;d=c}d=t._component._excess||(t._component._excess=d),(l=ue(d))?(t._dom=d,c=l):t._dom=c,c=c&&c.nextSibling}else r&&
r.some(w);else t._dom=n._dom;t._children||(t._children=n._children||[]),a&&a.then||Be(t),y._catchError(a,t,n)}}else c=t._dom=Tt(n._dom,t,n,i,s,r,o,h,g,e);return(l=
y.diffed)&&l(t),c}function ue(e,t){if(e&&e.nodeType==8&&e.data.startsWith("$s"))for(let n=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith("$s"))n++;else if(e.
data.startsWith("/$s")&&!--n)return e}t&&t.push(e)}}function Be(e){e&&(e._component&&(e._component._bits|=4),e._children&&e._children.some(Be))}function ce(e,t,n){
for(let i=0;i<n.length;)le(n[i++],n[i++],n[i++]);y._commit&&y._commit(t,e),e.some(i=>{try{e=i._renderCallbacks,i._renderCallbacks=[],e.some(s=>{s.call(i)})}catch(s){
y._catchError(s,i._vnode)}})}function Tt(e,t,n,i,s,r,o,c,h,g){let l=n.props||F,u=t.props,m=t.type,p,a,d,C,b,E,T;if(m=="svg"?s=ie:m=="math"?s=me:s||(s=he),r){for(p=
0;p<r.length;p++)if(b=r[p],b&&(m?b.localName==m:b.nodeType==3)){e=b,r[p]=null;break}}if(!e){let N=g.ownerDocument||document;if(!m)return N.createTextNode(u);e=N.
createElementNS(s,m,u.is?u:g),c&&(y._hydrationMismatch&&y._hydrationMismatch(t,r),c=!1),r=null}if(!m)l!==u&&(!c||e.data!=u)&&(e.data=u);else{if(g=m=="template"&&
e.content||e,r=m=="textarea"&&u.defaultValue!=null?null:r&&z.call(g.childNodes),!c&&r)for(l={},p=0;p<e.attributes.length;p++)b=e.attributes[p],l[b.name]=b.value;
for(p in l)b=l[p],p=="dangerouslySetInnerHTML"?d=b:p!="children"&&!(p in u)&&!(p=="value"&&"defaultValue"in u)&&!(p=="checked"&&"defaultChecked"in u)&&Q(e,p,null,
b,s);for(p in u)b=u[p],p=="children"?C=b:p=="dangerouslySetInnerHTML"?a=b:p=="value"?E=b:p=="checked"?T=b:(!c||typeof b=="function")&&l[p]!==b&&Q(e,p,b,l[p],s);
a?(!c&&(!d||a.__html!=d.__html&&a.__html!=e.innerHTML)&&(e.innerHTML=a.__html),t._children=[]):(d&&(e.textContent=""),(m=="foreignObject"||s==me&&Ae.test(m))&&(s=
he),Ee(g,X(C)?C:[C],t,n,i,s,r,o,r?r[0]:n._children&&A(n,0),c,h),r&&r.some(w)),(!c||m=="textarea")&&(p="value",m=="progress"&&E==null?e.removeAttribute(p):E!=void 0&&
(E!==e[p]||m=="progress"&&!E)&&Q(e,p,E,l[p],s),p="checked",T!=void 0&&T!=e[p]&&Q(e,p,T,l[p],s))}return e}function le(e,t,n,i){try{typeof e=="function"?t?t._refCleanup=
e(t)||1:i&&(i=i._component||i._dom)&&(t=i._refCleanup)&&(i._refCleanup=null,typeof t=="function"?t():e(null)):e.current=t}catch(s){y._catchError(s,n)}}function pe(e,t,n){
let i,s,r;if(y.unmount&&y.unmount(e),(i=e.ref)&&(!i.current||i.current==e._dom)&&le(i,null,t,e),i=e._component){if(i.componentWillUnmount)try{i.componentWillUnmount()}catch(o){
y._catchError(o,t)}i._parentDom=i._globalContext=null}if(i=e._children)for(let o=0;o<i.length;o++)i[o]&&pe(i[o],t,typeof e.type=="function"?n&&!e.props._parentDom:
!0);!n&&(i=e._component)&&(i=i._excess)&&(s=ue(i,r=[]))&&(i==e._dom&&r.some(w),w(s),w(i)),n||w(e._dom),e._dom=e._component=e._parent=null}function kt(e,t,n){return this.
constructor(e,n)}function Ce(e,t){y._root&&y._root(e,t),t.nodeType==9&&(t=t.documentElement);let n=e&&e._flags&32,i=n?null:t._children;t._children=U(k,{children:[e]});let s=[],r=[];
W(t,t._children,i||F,F,t.namespaceURI,i?null:t.firstChild?z.call(t.childNodes):null,s,i?i._dom:t.firstChild,n,r),ce(s,t._children,r),t._children.props.children=
null}var Se=Object.is,Y,x,Te,V=0,Xe=[],ke=[],S=y,qe=S._diff,je=S._render,We=S.diffed,Ye=S._commit,Ge=S.unmount,Je=S._root,Pt=35,xe;S._diff=e=>{x=null,qe&&qe(e)};S._root=
(e,t)=>{e&&t._children&&t._children._mask&&(e._mask=t._children._mask),Je&&Je(e,t)};S._render=e=>{je&&je(e),x=e._component,Y=0;let t=x.__hooks;t&&(Te==x?x._renderCallbacks=
[]:(t._pendingEffects.some(ee),t._pendingEffects.some(Re),Y=0),t._pendingEffects=[],t._list.some(n=>{n._nextValue&&(n._value=n._nextValue),n._pendingArgs=n._nextValue=
void 0})),Te=x};S.diffed=e=>{We&&We(e);let t=e._component;t&&t.__hooks&&(t.__hooks._pendingEffects.length&&Qe(Xe.push(t)),t.__hooks._list.some(n=>{n._pendingArgs&&
(n._args=n._pendingArgs)})),Te=x=null};S._commit=(e,t)=>{t.some(n=>{try{n._renderCallbacks.some(ee),n._renderCallbacks=n._renderCallbacks.filter(i=>i._value?Re(
i):!0)}catch(i){n._renderCallbacks=[()=>{throw i}]}}),Ye&&Ye(e,t)};S.unmount=e=>{Ge&&Ge(e);let t=e._component;if(t&&t.__hooks){let n,i;t.__hooks._list.some(s=>{
try{if(s._passive&&s._cleanup){if(i===void 0){for(i=e._parent;i&&!(i._component&&i._component._parentDom);)i=i._parent;i=i&&i._component}s._passive=i,Qe(ke.push(
s))}else ee(s)}catch(r){n=r}}),t.__hooks=void 0,n&&S._catchError(n,t._vnode)}};function _e(e,t){S._hook&&S._hook(x,e,V||t),V=0;let n=x.__hooks||(x.__hooks={_list:[],
_pendingEffects:[]});return e>=n._list.length&&n._list.push({}),n._list[e]}function P(e){return V=1,Ot(et,e)}function Ot(e,t,n){let i=_e(Y++,2);if(i._reducer=e,
!i._component&&(i._value=[n?n(t):et(void 0,t),s=>{let r=(i._nextValue||i._value)[0],o=i._reducer(r,s);Se(r,o)||(i._nextValue=[o,i._value[1]],i._component.setState(
{}))}],i._component=x,!x._hasScuFromHooks)){x._hasScuFromHooks=!0;let s=x.shouldComponentUpdate;x.shouldComponentUpdate=function(r,o,c){let h=this.__hooks;if(!h)
return!0;let g=!1,l=this.props!=r;if(h._list.some(u=>{u._nextValue&&(g=!0,Se(u._value[0],u._nextValue[0])||(l=!0))}),s){let u=s.call(this,r,o,c);return g?u||l:u}
return!g||l}}return i._value}function te(e,t){let n=_e(Y++,3);!S._skipEffects&&Ve(n._args,t)&&(n._passive=!0,n._value=e,n._pendingArgs=t,x.__hooks._pendingEffects.
push(n))}function G(e){return V=5,ze(()=>({current:e}),[])}function ze(e,t){let n=_e(Y++,7);return Ve(n._args,t)&&(n._value=e(),n._args=t),n._value}function De(e,t){return V=8,ze(()=>e,t)}function Ze(){let e=_e(Y++,11);if(!e._value){let t=x._vnode;for(;!t._mask&&t._parent;)t=t._parent;let n=t._mask||(t._mask=[0,0]);e._value="P"+n[0]+"-"+n[1]++}return e.
_value}function Mt(){let e;do{for(;e=ke.shift();)try{ee(e)}catch(t){e=e._passive,S._catchError(t,{_parent:e&&e._vnode})}for(;e=Xe.shift();){let t=e.__hooks;if(!(!e.
_parentDom||!t))try{t._pendingEffects.some(ee),t._pendingEffects.some(Re),t._pendingEffects=[]}catch(n){t._pendingEffects=[],S._catchError(n,e._vnode)}}}while(ke.
length)}var Ke=typeof requestAnimationFrame=="function";function At(e){let t=()=>{clearTimeout(n),Ke&&cancelAnimationFrame(i),setTimeout(e)},n=setTimeout(t,Pt),
i;Ke&&(i=requestAnimationFrame(t))}function Qe(e){(e==1||xe!=S.requestAnimationFrame)&&(xe=S.requestAnimationFrame,(xe||At)(Mt))}function ee(e){let t=x,n=e._cleanup;
typeof n=="function"&&(e._cleanup=void 0,n()),x=t}function Re(e){let t=x;e._cleanup=e._value(),x=t}function Ve(e,t){return!e||e.length!=t.length||t.some((n,i)=>!Se(
n,e[i]))}function et(e,t){return typeof t=="function"?t(e):t}var J=class extends Error{};async function tt(e){let t=await e.json().catch(()=>({}));if(!e.ok)throw new J(t.problem||"The program did not understand this page:\
 reload it.");return t}var nt=()=>{throw new J("quo-import does not answer: it was ended. Start it again with the same file; nothing is lost.")},wt=e=>fetch(e).
then(tt,nt),Pe=(e,t={})=>fetch(e,{method:"POST",headers:{"Content-Type":"application/json"},body:JSON.stringify(t)}).then(tt,nt);function rt(e,t){return new Promise(
(n,i)=>{let s=new XMLHttpRequest;s.open("POST","/api/file?name="+encodeURIComponent(e.name)),s.upload.onprogress=r=>r.lengthComputable&&t(r.loaded/r.total),s.onload=
()=>{if(s.status===200)return n();let r="";try{r=JSON.parse(s.responseText).problem}catch{}i(new J(r||"The file could not be sent."))},s.onerror=()=>i(new J("Th\
e file could not be sent: quo-import was ended, or the file is too large.")),s.send(e)})}function it(e){let t=new EventSource("/api/events");t.addEventListener(
"view",e.view),t.addEventListener("run",n=>e.run(JSON.parse(n.data))),t.onopen=()=>e.connected(!0),t.onerror=()=>e.connected(!1)}var ot=()=>wt("/api/view");var vt=0;function f(e,t,n,i,s,r){t||(t={});let o=t,c,h;if("ref"in o&&typeof e!="function"){o={};for(h in t)h=="ref"?c=t[h]:o[h]=t[h]}let g={type:e,props:o,key:n,ref:c,_children:null,
_parent:null,_depth:0,_dom:null,_component:null,constructor:O,_original:--vt,_index:-1,_flags:0};return(s||r)&&(g.__source=s,g.__self=r),y.vnode&&y.vnode(g),g}var Nt=new Intl.NumberFormat("en"),st=e=>Nt.format(e);function Oe({children:e,lede:t}){let n=G(null);return te(()=>{(document.activeElement===document.body||document.activeElement?.closest("nav, .steps-foot"))&&n.current?.
focus(),scrollTo(0,0)},[]),f("div",{class:"heading",children:[f("h1",{tabIndex:-1,ref:n,children:e}),t&&f("p",{class:"lede",children:t})]})}function K({kind:e="",
children:t}){return f("div",{class:`notice ${e}`,role:e==="bad"?"alert":void 0,children:t})}function ne({label:e,value:t,options:n,onChange:i,disabled:s}){let r=Ze();
return f("span",{class:"chip",children:[f("label",{for:r,children:e}),f("select",{id:r,value:t,disabled:s,onChange:o=>i(o.currentTarget.value),children:n.map(([
o,c])=>f("option",{value:o,children:c},o))})]})}function at({children:e,note:t}){return f("div",{class:"steps-foot",children:[f("div",{class:"note",children:t}),f("div",{class:"buttons",children:e})]})}function ct(){
let[e,t]=P(!1),[n,i]=P("");return[e,n,async r=>{t(!0),i("");try{return await r(),!0}catch(o){return i(o instanceof Error?o.message:String(o)),!1}finally{t(!1)}}]}
function ft({label:e,children:t}){return f("div",{class:"scroll",role:"region","aria-label":e,tabIndex:0,children:t})}var Ft=[["utf-8","UTF-8"],["utf-16le","UTF-16 LE"],["utf-16be","UTF-16 BE"],["windows-1252","Western (1252)"],["windows-1250","Central European (1250)"],["windo\
ws-1251","Cyrillic (1251)"],["windows-1253","Greek (1253)"],["windows-1254","Turkish (1254)"],["iso-8859-15","Western (8859-15)"],["macintosh","Mac Roman"],["sh\
ift_jis","Japanese (Shift JIS)"],["gb18030","Chinese (GB 18030)"],["big5","Chinese (Big5)"],["euc-kr","Korean (EUC-KR)"]],Lt=[[",","comma ,"],[";","semicolon ;"],
["tab","tab"],["|","bar |"]],Ut=e=>e==="	"?"tab":e===";"?"semicolon":e===","?"comma":e,It=e=>e<1e3?`${e} bytes`:e<1e6?`${Math.round(e/1e3)} kB`:`${(e/1e6).toFixed(
1)} MB`;function lt({view:e,go:t,act:n,reload:i}){let[s,r,o]=ct(),[c,h]=P(-1),g=u=>u&&o(async()=>{h(0);try{await rt(u,h),await i()}finally{h(-1)}});if(!e.session)
return f(k,{children:[f(Oe,{lede:"The file is read on this computer. Nothing leaves it before you ask to compare it with Quo, and nothing is written to Quo befo\
re you approve the plan.",children:"Import contacts into Quo"}),r&&f(K,{kind:"bad",children:r}),f(Ht,{formats:e.formats,share:c,busy:s,take:g}),e.recent.length>
0&&f("section",{"aria-labelledby":"recent",children:[f("h2",{id:"recent",children:"Continue"}),f("ul",{class:"recent",children:e.recent.map(u=>f("li",{children:[
f("button",{type:"button",class:"row",disabled:s,onClick:()=>o(()=>n("/api/session",{id:u.id})),children:[f("b",{children:u.name})," ",f("small",{children:u.changed})]}),
f("button",{type:"button",class:"plain","aria-label":`Forget ${u.name}`,onClick:()=>o(()=>n("/api/session/forget",{id:u.id})),children:"Forget"})]},u.id))})]})]});
let l=e.file;return f(k,{children:[f(Oe,{lede:"The file is read on this computer. Nothing leaves it before you ask to compare it with Quo, and nothing is writte\
n to Quo before you approve the plan.",children:e.session.name}),r&&f(K,{kind:"bad",children:r}),e.problem&&f(K,{kind:"bad",children:e.problem}),l?f($t,{file:l,
session:e.session,busy:s,change:u=>o(()=>n("/api/read",u))}):!e.problem&&f(qt,{}),!l&&e.problem&&f(Bt,{read:e.session.read,change:u=>o(()=>n("/api/read",u))}),f(
at,{note:f("button",{type:"button",class:"plain",onClick:()=>o(()=>n("/api/session",{id:""})),children:"Choose another file"}),children:l&&f("button",{type:"but\
ton",class:"primary",disabled:!e.columns,onClick:()=>t(e.questions.some(u=>!u.answer)?"questions":"columns"),children:"Next"})})]})}function Ht({formats:e,share:t,
busy:n,take:i}){let[s,r]=P(!1),o=G(null);return f("div",{class:`drop ${s?"over":""}`,onDragOver:c=>{c.preventDefault(),r(!0)},onDragLeave:()=>r(!1),onDrop:c=>{c.
preventDefault(),r(!1),i(c.dataTransfer?.files[0])},children:[f("input",{ref:o,id:"file",type:"file",disabled:n,onChange:c=>i(c.currentTarget.files?.[0])}),f("l\
abel",{for:"file",children:[f("strong",{children:"Choose a file"})," or drop it here"]}),f("p",{children:e.join(", ")}),f("progress",{max:"1",value:Math.max(0,t),
hidden:t<0,"aria-label":"Reading the file"})]})}function $t({file:e,session:t,busy:n,change:i}){let s=t.read,r=c=>i({...s,...c}),o=Math.max(1,...e.first.map(c=>c.
cells.length));return f(k,{children:[f("p",{class:"facts",children:[e.format," \xB7 ",It(e.bytes),e.header&&` \xB7 ${st(e.columns)} columns`]}),f("div",{class:"\
chips",children:[e.sheets&&e.sheets.length>0&&f(ne,{label:"Sheet",value:e.sheet||"",disabled:n,onChange:c=>i({sheet:c}),options:e.sheets.map(c=>[c,c])}),e.header&&
f(ne,{label:"Column names",value:s.noHeader?"0":String(e.headerLine),disabled:n,onChange:c=>r({noHeader:c==="0",headerRow:Number(c)||void 0}),options:[...new Set(
[...e.first.map(c=>c.line),e.headerLine].filter(c=>c>0))].sort((c,h)=>c-h).map(c=>[String(c),`in line ${c}`]).concat([["0","there are none"]])}),e.encoding&&f(ne,
{label:"Encoding",value:s.encoding||"",disabled:n,onChange:c=>r({encoding:c||void 0}),options:[["",s.encoding?"detect":`${e.encoding} (detected)`]].concat(Ft)}),
e.delimiter&&f(ne,{label:"Separator",value:s.delimiter||"",disabled:n,onChange:c=>r({delimiter:c||void 0}),options:[["",s.delimiter?"detect":`${Ut(e.delimiter)}\
 (detected)`]].concat(Lt)})]}),e.warnings.map(c=>f(K,{kind:"warn",children:c},c)),f(ft,{label:"The first lines of the file",children:f("table",{class:"lines",children:f(
"tbody",{children:e.first.map(c=>f("tr",{class:c.line===e.headerLine?"header":c.line<=e.above?"above":"",children:[f("th",{scope:"row",children:c.line}),Array.from(
{length:o},(h,g)=>f("td",{children:f("bdi",{children:c.cells[g]??""})},g))]},c.line))})})}),e.first.length===0&&f(K,{children:"There are no rows in it."})]})}function Bt({
read:e,change:t}){return Object.values(e).some(Boolean)?f("button",{type:"button",onClick:()=>t({}),children:"Read it as it was detected"}):null}function qt(){return f(
"div",{class:"skeleton","aria-hidden":"true",children:Array.from({length:8},(e,t)=>f("span",{},t))})}var re=[{id:"file",title:"File",ready:()=>!0,component:lt}];var pt=()=>location.hash.replace(/^#\//,"");function jt(){let[e,t]=P(),[n,i]=P(pt),[s,r]=P(!0),[o,c]=P(""),h=G(null),g=De(()=>{if(h.current)return h.current.again=
!0,h.current.done;let d={again:!1,done:Promise.resolve()};return h.current=d,d.done=(async()=>{try{do d.again=!1,t(await ot());while(d.again);c("")}catch(C){c(C.
message)}finally{h.current=null}})(),d.done},[]);te(()=>{let d=0;it({view:g,run:E=>t(T=>T&&{...T,run:E}),connected:E=>{clearTimeout(d),E?r(!0):d=setTimeout(()=>r(
!1),2500)}});let C=()=>i(pt()),b=E=>E.preventDefault();return addEventListener("hashchange",C),addEventListener("dragover",b),addEventListener("drop",b),()=>removeEventListener(
"hashchange",C)},[g]);let l=e&&(re.find(d=>d.id===(n||e.session?.screen)&&d.ready(e))||re[0]),u=l?.id;if(te(()=>{if(!u||!e)return;let d=re.find(C=>C.id===u).title;
document.title=`${d}${e.session?" \xB7 "+e.session.name:""} \xB7 quo-import`,n!==u&&history.replaceState(null,"",`#/${u}`),e.session&&e.session.screen!==u&&Pe("\
/api/screen",{screen:u}).catch(()=>{})},[u,e?.session?.id]),!e||!l)return f("main",{class:"boot",children:o?f("p",{role:"alert",children:o}):f("p",{children:"Lo\
ading \u2026"})});let m=d=>{location.hash=`#/${d}`},p=async(d,C)=>{await Pe(d,C),await g()},a=l.component;return f(k,{children:[f("header",{class:"top",children:[
f("a",{class:"brand",href:"#/file",children:[f("img",{src:"/static/icon.svg",alt:"",width:"24",height:"24"})," quo-import"]}),e.session&&f("span",{class:"file-n\
ame",title:e.session.path,children:e.session.name}),f("span",{class:"where",children:e.rehearsal?f("b",{class:"badge guessed",children:"Rehearsal: nothing leave\
s this computer"}):e.where.replace(/^https?:\/\//,"")})]}),e.session&&f("nav",{"aria-label":"Steps",children:f("ol",{children:re.map(d=>{let C=d.badge?.(e),b=d.
ready(e);return f("li",{children:b?f("a",{href:`#/${d.id}`,"aria-current":d.id===l.id?"step":void 0,children:[d.title,C?f("span",{class:"count",children:C}):null]}):
f("span",{class:"later","aria-disabled":"true",children:d.title})},d.id)})})}),f("main",{children:[!s&&f("div",{class:"notice bad",role:"alert",children:"quo-im\
port does not answer. If it was ended, start it again with the same file: nothing is lost, and an import that was going on can be continued."}),o&&f("div",{class:"\
notice bad",role:"alert",children:o}),f(a,{view:e,go:m,act:p,reload:g},l.id+(e.session?.id??"")),f("p",{class:"working",role:"status",children:e.busy?f(k,{children:[
f("span",{class:"spinner","aria-hidden":"true"}),e.busy," \u2026"]}):""})]})]})}var ut=document.getElementById("app");ut.replaceChildren();Ce(f(jt,{}),ut);
